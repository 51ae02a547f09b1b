package coffer.keys;

import coffer.hsm.Hsm;
import coffer.model.KeyFormat;
import coffer.model.KeySpec;
import coffer.model.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.security.DrbgParameters;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/// Makes key pairs that leave for use elsewhere. They are not born in an HSM: what is to be read
/// outside must not be made under the KEK, whose unwrap template forbids exactly that. A generator
/// made for one pair alone (SP 800-90A, 256 bits) mixes randomness of the HSM with the operating
/// system's, so that either suffices.
final class KeyPairForge {
  private static final int SEED_BYTES = 48;
  private static final int STRENGTH_BITS = 256;
  private static final int PEM_LINE_LENGTH = 64;

  private final Provider bouncyCastle = new BouncyCastleProvider();

  /// @param privateKey PKCS #8; the caller owns it
  /// @param publicKey X.509 SubjectPublicKeyInfo
  record Forged(SecretBytes privateKey, byte[] publicKey) {}

  /// @param spec of RSA or of an elliptic curve
  Forged forge(Hsm hsm, KeySpec spec, KeyFormat format) {
    KeyPair pair = pair(spec, seeded(hsm));
    byte[] plain = pair.getPrivate().getEncoded();
    try {
      return new Forged(
          SecretBytes.owning(encode("PRIVATE KEY", plain, format)),
          encode("PUBLIC KEY", pair.getPublic().getEncoded(), format));
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  private KeyPair pair(KeySpec spec, SecureRandom random) {
    try {
      KeyPairGenerator generator =
          switch (spec) {
            case RSA_2048, RSA_3072, RSA_4096 -> rsa(spec.bits(), random);
            case EC_P256 -> ec(KeyPairGenerator.getInstance("EC"), "secp256r1", random);
            // The JDK no longer has this curve.
            case EC_P256K ->
                ec(KeyPairGenerator.getInstance("EC", bouncyCastle), "secp256k1", random);
            case ALIYUN_AES_256, ALIYUN_AES_192, ALIYUN_AES_128, HMAC_SHA256, HMAC_SHA512 ->
                throw new IllegalArgumentException("no key pair has this spec");
          };
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key pair algorithm is missing from this JDK", e);
    }
  }

  private static KeyPairGenerator rsa(int bits, SecureRandom random)
      throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(bits, random);
    return generator;
  }

  private static KeyPairGenerator ec(KeyPairGenerator generator, String curve, SecureRandom random)
      throws GeneralSecurityException {
    generator.initialize(new ECGenParameterSpec(curve), random);
    return generator;
  }

  private static SecureRandom seeded(Hsm hsm) {
    try (SecretBytes seed = hsm.random(SEED_BYTES)) {
      return seed.use(bytes -> {
        try {
          return SecureRandom.getInstance(
              "DRBG",
              DrbgParameters.instantiation(
                  STRENGTH_BITS, DrbgParameters.Capability.RESEED_ONLY, bytes));
        } catch (GeneralSecurityException e) {
          throw new IllegalStateException("every JDK has a DRBG", e);
        }
      });
    }
  }

  /// A copy: the caller wipes `der`.
  private static byte[] encode(String label, byte[] der, KeyFormat format) {
    return switch (format) {
      case DER -> der.clone();
      case PEM -> pem(label, der);
    };
  }

  private static byte[] pem(String label, byte[] der) {
    byte[] head = ascii("-----BEGIN " + label + "-----\n");
    byte[] body = Base64.getMimeEncoder(PEM_LINE_LENGTH, new byte[] {'\n'}).encode(der);
    byte[] tail = ascii("\n-----END " + label + "-----\n");
    byte[] pem = Arrays.copyOf(head, head.length + body.length + tail.length);
    System.arraycopy(body, 0, pem, head.length, body.length);
    System.arraycopy(tail, 0, pem, head.length + body.length, tail.length);
    Arrays.fill(body, (byte) 0);
    return pem;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
