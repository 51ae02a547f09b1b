package coffer.hsm.envelope;

import coffer.model.SecretBytes;
import coffer.model.WrappingAlgorithm;
import java.util.Optional;

/// From a raw RSA result to the secret that was wrapped.
public final class RsaPadding {
  private RsaPadding() {}

  /// Removes the padding of `algorithm` and wipes `block`, which has the length of the modulus. Of
  /// the hybrid form, that of its first half.
  ///
  /// @return empty when the block is bad, or the secret of another length
  public static Optional<SecretBytes> remove(
      WrappingAlgorithm algorithm, byte[] block, MaterialBytes length) {
    return switch (algorithm) {
      case RSAES_PKCS1_V1_5 -> Pkcs1.decode(block, length);
      case RSAES_OAEP_SHA_1 -> new Oaep("SHA-1").decode(block, length);
      case RSAES_OAEP_SHA_256, RSAES_OAEP_SHA_256_AES_256_ECB_PKCS7_PAD ->
          new Oaep("SHA-256").decode(block, length);
      case SM2PKE, SM2PKE_SM4_ECB -> throw new IllegalArgumentException("not RSA");
    };
  }
}
