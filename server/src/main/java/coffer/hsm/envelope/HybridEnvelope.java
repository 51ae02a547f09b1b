package coffer.hsm.envelope;

import coffer.model.KeySpec;
import coffer.model.SecretBytes;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/// RSAES_OAEP_SHA_256_AES_256_ECB_PKCS7_PAD: a key of one use under RSA-OAEP, and behind it a
/// private key under that one by AES-256-ECB with PKCS #7 padding.
///
/// @param wrappedKey as long as the modulus
/// @param sealed the private key
public record HybridEnvelope(byte[] wrappedKey, byte[] sealed) {
  /// The key of one use.
  public static final MaterialBytes KEY_BYTES = new MaterialBytes(32, 32);

  private static final int BLOCK_BYTES = 16;
  private static final int SEALED_BYTES_MAX = 8192;

  /// Empty unless both halves are there and can be what they should be.
  public static Optional<HybridEnvelope> split(byte[] encrypted, int modulusBytes) {
    int sealed = encrypted.length - modulusBytes;
    return sealed >= BLOCK_BYTES && sealed <= SEALED_BYTES_MAX && sealed % BLOCK_BYTES == 0
        ? Optional.of(
            new HybridEnvelope(
                Arrays.copyOf(encrypted, modulusBytes),
                Arrays.copyOfRange(encrypted, modulusBytes, encrypted.length)))
        : Optional.empty();
  }

  /// Empty unless it is a private key of `spec`, whatever is wrong with it.
  ///
  /// @param key absent when it did not open, which then takes as long as with a wrong one
  public Optional<PrivateMaterial> open(Optional<SecretBytes> key, KeySpec spec) {
    byte[] opened = decrypt(key);
    try {
      int length = unpadded(opened);
      byte[] pkcs8 = Arrays.copyOf(opened, length);
      try {
        return length == 0 || key.isEmpty() ? Optional.empty() : PrivateMaterial.parse(spec, pkcs8);
      } finally {
        Arrays.fill(pkcs8, (byte) 0);
      }
    } finally {
      Arrays.fill(opened, (byte) 0);
    }
  }

  private byte[] decrypt(Optional<SecretBytes> key) {
    byte[] raw = key.map(secret -> secret.use(byte[]::clone)).orElseGet(() -> new byte[32]);
    try {
      Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
      cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(raw, "AES"));
      return cipher.doFinal(sealed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES of this JDK does not work", e);
    } finally {
      Arrays.fill(raw, (byte) 0);
    }
  }

  /// The length without PKCS #7 padding; 0 when that is bad. Looks at the last block as a whole.
  private static int unpadded(byte[] padded) {
    int last = padded[padded.length - 1] & 0xff;
    int bad = ConstantTime.isZero(last) | ConstantTime.isLess(BLOCK_BYTES, last);
    for (int i = 1; i <= BLOCK_BYTES; i++) {
      int inside = ~ConstantTime.isLess(last, i);
      bad |= inside & (padded[padded.length - i] ^ last);
    }
    return bad == 0 ? padded.length - last : 0;
  }
}
