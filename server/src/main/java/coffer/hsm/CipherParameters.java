package coffer.hsm;

import coffer.model.EncryptionAlgorithm;
import coffer.model.PaddingMode;

/// How to encrypt or decrypt.
///
/// @param padding for AES_CBC and AES_ECB; ignored otherwise
/// @param iv 12 bytes for GCM, 16 for CBC, none otherwise; empty on encryption lets the HSM choose
/// @param aad authenticated but not encrypted; GCM only, otherwise empty
public record CipherParameters(
    EncryptionAlgorithm algorithm, PaddingMode padding, byte[] iv, byte[] aad) {
  private static final byte[] NONE = {};

  public static CipherParameters gcm(byte[] iv, byte[] aad) {
    return new CipherParameters(EncryptionAlgorithm.AES_GCM, PaddingMode.NO_PADDING, iv, aad);
  }

  public static CipherParameters rsa(EncryptionAlgorithm algorithm) {
    return new CipherParameters(algorithm, PaddingMode.NO_PADDING, NONE, NONE);
  }
}
