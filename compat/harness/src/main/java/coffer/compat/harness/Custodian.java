package coffer.compat.harness;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;

/// A customer who brings a key: nothing but `javax.crypto`, and texts in Base64 as the API has
/// them.
public final class Custodian {
  private static final SecureRandom RANDOM = new SecureRandom();

  private Custodian() {}

  public static byte[] newKey(int bytes) {
    byte[] key = new byte[bytes];
    RANDOM.nextBytes(key);
    return key;
  }

  /// @param algorithm as GetParametersForImport was asked for it
  /// @param publicKey as that answered it
  public static String wrap(String algorithm, String publicKey, byte[] material) {
    try {
      PublicKey key =
          KeyFactory.getInstance("RSA")
              .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(publicKey)));
      byte[] wrapped =
          switch (algorithm) {
            case "RSAES_PKCS1_V1_5" -> pkcs1(key, material);
            case "RSAES_OAEP_SHA_1" -> oaep("SHA-1", key, material);
            case "RSAES_OAEP_SHA_256" -> oaep("SHA-256", key, material);
            case "RSAES_OAEP_SHA_256_AES_256_ECB_PKCS7_PAD" -> hybrid(key, material);
            default -> throw new IllegalArgumentException(algorithm);
          };
      return Base64.getEncoder().encodeToString(wrapped);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] pkcs1(PublicKey key, byte[] material) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
    cipher.init(Cipher.ENCRYPT_MODE, key);
    return cipher.doFinal(material);
  }

  private static byte[] oaep(String hash, PublicKey key, byte[] material)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
    cipher.init(
        Cipher.ENCRYPT_MODE,
        key,
        new OAEPParameterSpec(
            hash, "MGF1", new MGF1ParameterSpec(hash), PSource.PSpecified.DEFAULT));
    return cipher.doFinal(material);
  }

  private static byte[] hybrid(PublicKey key, byte[] pkcs8) throws GeneralSecurityException {
    byte[] once = newKey(32);
    Cipher aes = Cipher.getInstance("AES/ECB/PKCS5Padding");
    aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(once, "AES"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(oaep("SHA-256", key, once));
    out.writeBytes(aes.doFinal(pkcs8));
    return out.toByteArray();
  }
}
