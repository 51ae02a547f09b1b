package coffer.testkit;

import coffer.model.EncryptionAlgorithm;
import coffer.model.WrappingAlgorithm;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/// Makes key material and wraps it, as a customer does.
public final class Custodian {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();

  private Custodian() {}

  /// @param publicKey X.509 SubjectPublicKeyInfo (DER)
  public static byte[] wrap(WrappingAlgorithm algorithm, byte[] publicKey, byte[] material) {
    return switch (algorithm) {
      case RSAES_PKCS1_V1_5 -> rsa("PKCS1Padding", publicKey, material);
      case RSAES_OAEP_SHA_1 ->
          PublicSide.encrypt(EncryptionAlgorithm.RSAES_OAEP_SHA_1, publicKey, material);
      case RSAES_OAEP_SHA_256 ->
          PublicSide.encrypt(EncryptionAlgorithm.RSAES_OAEP_SHA_256, publicKey, material);
      case RSAES_OAEP_SHA_256_AES_256_ECB_PKCS7_PAD -> hybrid(publicKey, material);
      case SM2PKE, SM2PKE_SM4_ECB -> throw new IllegalArgumentException("not RSA");
    };
  }

  public static byte[] random(int bytes) {
    byte[] random = new byte[bytes];
    RANDOM.nextBytes(random);
    return random;
  }

  /// RSA without padding.
  static byte[] raw(byte[] publicKey, byte[] block) {
    return rsa("NoPadding", publicKey, block);
  }

  static KeyPair rsaPair(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static KeyPair ecPair(String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", BOUNCY_CASTLE);
      generator.initialize(new ECGenParameterSpec(curve));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] hybrid(byte[] publicKey, byte[] pkcs8) {
    byte[] once = random(32);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(wrap(WrappingAlgorithm.RSAES_OAEP_SHA_256, publicKey, once));
    out.writeBytes(aes(once, pkcs8));
    return out.toByteArray();
  }

  static byte[] aes(byte[] key, byte[] plain) {
    try {
      Cipher aes = Cipher.getInstance("AES/ECB/PKCS5Padding");
      aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
      return aes.doFinal(plain);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] rsa(String padding, byte[] publicKey, byte[] material) {
    try {
      Cipher cipher = Cipher.getInstance("RSA/ECB/" + padding);
      cipher.init(
          Cipher.ENCRYPT_MODE,
          KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(publicKey)));
      return cipher.doFinal(material);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
