package coffer.testing;

import coffer.model.KeySpec;
import coffer.model.WrappingAlgorithm;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/// Wraps key material as a customer does, by nothing but the JDK.
public final class Custodian {
  private static final SecureRandom RANDOM = new SecureRandom();

  private Custodian() {}

  /// @param publicKey X.509 SubjectPublicKeyInfo (DER)
  public static byte[] wrap(WrappingAlgorithm algorithm, byte[] publicKey, byte[] material) {
    try {
      return switch (algorithm) {
        case RSAES_PKCS1_V1_5 -> rsa("RSA/ECB/PKCS1Padding", publicKey, material);
        case RSAES_OAEP_SHA_1 -> oaep("SHA-1", publicKey, material);
        case RSAES_OAEP_SHA_256 -> oaep("SHA-256", publicKey, material);
        case RSAES_OAEP_SHA_256_AES_256_ECB_PKCS7_PAD -> hybrid(publicKey, material);
        case SM2PKE, SM2PKE_SM4_ECB -> throw new IllegalArgumentException("not RSA");
      };
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public static byte[] random(int bytes) {
    byte[] random = new byte[bytes];
    RANDOM.nextBytes(random);
    return random;
  }

  /// A key pair made outside.
  public static KeyPair pair(KeySpec spec) {
    try {
      boolean rsa = spec.family() == KeySpec.Family.RSA;
      KeyPairGenerator generator =
          KeyPairGenerator.getInstance(rsa ? "RSA" : "EC", new BouncyCastleProvider());
      if (rsa) {
        generator.initialize(spec.bits());
      } else {
        generator.initialize(
            new ECGenParameterSpec(spec == KeySpec.EC_P256K ? "secp256k1" : "secp256r1"));
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public static byte[] raw(byte[] publicKey, byte[] block) {
    try {
      return rsa("RSA/ECB/NoPadding", publicKey, block);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] hybrid(byte[] publicKey, byte[] pkcs8) throws GeneralSecurityException {
    byte[] once = random(32);
    Cipher aes = Cipher.getInstance("AES/ECB/PKCS5Padding");
    aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(once, "AES"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(oaep("SHA-256", publicKey, once));
    out.writeBytes(aes.doFinal(pkcs8));
    return out.toByteArray();
  }

  private static byte[] rsa(String transformation, byte[] publicKey, byte[] material)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(transformation);
    cipher.init(Cipher.ENCRYPT_MODE, parsed(publicKey));
    return cipher.doFinal(material);
  }

  private static byte[] oaep(String hash, byte[] publicKey, byte[] material)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
    cipher.init(
        Cipher.ENCRYPT_MODE,
        parsed(publicKey),
        new OAEPParameterSpec(
            hash, "MGF1", new MGF1ParameterSpec(hash), PSource.PSpecified.DEFAULT));
    return cipher.doFinal(material);
  }

  private static PublicKey parsed(byte[] publicKey) throws GeneralSecurityException {
    return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(publicKey));
  }
}
