package coffer.keys;

import coffer.model.EncryptionAlgorithm;
import coffer.model.KmsException;
import coffer.model.SecretBytes;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;

/// A public key of the caller's that data keys are wrapped for: RSA of 2048 bits.
public final class ExportKey {
  private static final String PARAMETER = "PublicKeyBlob";
  private static final int BITS = 2048;
  private static final int LENGTH_MAX = 1024;
  private static final BigInteger EXPONENT_MIN = BigInteger.valueOf(3);

  private final RSAPublicKey key;

  private ExportKey(RSAPublicKey key) {
    this.key = key;
  }

  /// @param subjectPublicKeyInfo X.509 (DER)
  public static ExportKey parse(byte[] subjectPublicKeyInfo) {
    if (subjectPublicKeyInfo.length > LENGTH_MAX) {
      throw invalid();
    }
    try {
      RSAPublicKey key =
          (RSAPublicKey)
              KeyFactory.getInstance("RSA")
                  .generatePublic(new X509EncodedKeySpec(subjectPublicKeyInfo));
      boolean sound =
          key.getModulus().bitLength() == BITS
              && key.getModulus().testBit(0)
              && key.getPublicExponent().testBit(0)
              && key.getPublicExponent().compareTo(EXPONENT_MIN) >= 0
              && MessageDigest.isEqual(key.getEncoded(), subjectPublicKeyInfo);
      if (!sound) {
        throw invalid();
      }
      return new ExportKey(key);
    } catch (GeneralSecurityException e) {
      throw invalid();
    }
  }

  /// @param algorithm one of RSA
  public byte[] wrap(EncryptionAlgorithm algorithm, SecretBytes dataKey) {
    if (dataKey.length() > Oaep.bytesMax(BITS, algorithm)) {
      throw KmsException.invalid(
          "WrappingAlgorithm", "its padding leaves no room for a data key of that length");
    }
    return Oaep.encrypt(key, BITS, algorithm, dataKey);
  }

  private static KmsException invalid() {
    return KmsException.invalid(PARAMETER, "it is the DER of an RSA public key of 2048 bits");
  }
}
