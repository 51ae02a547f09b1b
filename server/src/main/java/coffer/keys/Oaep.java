package coffer.keys;

import coffer.model.EncryptionAlgorithm;
import coffer.model.KmsException;
import coffer.model.SecretBytes;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.spec.MGF1ParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/// RSAES-OAEP with a public key, MGF1 with the same hash, empty label (RFC 8017 §7.1.1).
final class Oaep {
  private Oaep() {}

  private static int hashBytes(EncryptionAlgorithm algorithm) {
    return algorithm == EncryptionAlgorithm.RSAES_OAEP_SHA_256 ? 32 : 20;
  }

  /// What the modulus holds, without two hashes and two bytes.
  static int bytesMax(int modulusBits, EncryptionAlgorithm algorithm) {
    return modulusBits / 8 - 2 * hashBytes(algorithm) - 2;
  }

  static byte[] encrypt(
      PublicKey key, int modulusBits, EncryptionAlgorithm algorithm, SecretBytes plaintext) {
    int hashBytes = hashBytes(algorithm);
    if (plaintext.length() > bytesMax(modulusBits, algorithm)) {
      throw KmsException.invalid("Plaintext", "it is longer than the padding leaves room for");
    }
    String hash = hashBytes == 32 ? "SHA-256" : "SHA-1";
    MGF1ParameterSpec mgf = hashBytes == 32 ? MGF1ParameterSpec.SHA256 : MGF1ParameterSpec.SHA1;
    try {
      Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE,
          key,
          new OAEPParameterSpec(hash, "MGF1", mgf, PSource.PSpecified.DEFAULT));
      return plaintext.use(bytes -> {
        try {
          return cipher.doFinal(bytes);
        } catch (GeneralSecurityException e) {
          throw new IllegalStateException("RSA-OAEP encryption failed", e);
        }
      });
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("RSA-OAEP is missing from this JDK", e);
    }
  }
}
