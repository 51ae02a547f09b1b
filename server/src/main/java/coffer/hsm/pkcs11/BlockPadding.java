package coffer.hsm.pkcs11;

import java.util.Arrays;
import java.util.Optional;

/// PKCS #7 padding for AES (RFC 5652 §6.3), done here for every module alike: modules disagree in
/// what they answer to bad padding, and ECB has no padding mechanism at all.
final class BlockPadding {
  static final int BLOCK_BYTES = 16;

  private BlockPadding() {}

  /// A padded copy, to be wiped by the caller.
  static byte[] pad(byte[] data) {
    int padding = BLOCK_BYTES - data.length % BLOCK_BYTES;
    byte[] padded = Arrays.copyOf(data, data.length + padding);
    Arrays.fill(padded, data.length, padded.length, (byte) padding);
    return padded;
  }

  /// The data without padding; wipes `padded`. Looks at every byte of the last block whatever it
  /// holds.
  ///
  /// @return empty when the padding is bad
  static Optional<byte[]> unpad(byte[] padded) {
    if (padded.length == 0 || padded.length % BLOCK_BYTES != 0) {
      Arrays.fill(padded, (byte) 0);
      return Optional.empty();
    }
    int padding = padded[padded.length - 1] & 0xff;
    // Negative where out of range; the sign bit tells.
    int bad = (padding - 1) >> 31 | (BLOCK_BYTES - padding) >> 31;
    for (int i = 1; i <= BLOCK_BYTES; i++) {
      int inside = ~((padding - i) >> 31);
      bad |= inside & ((padded[padded.length - i] & 0xff) ^ padding);
    }
    int keep = padded.length - ((padding & ~(bad >> 31)) & 0x1f);
    byte[] data = Arrays.copyOf(padded, Math.clamp(keep, 0, padded.length));
    Arrays.fill(padded, (byte) 0);
    if (bad != 0) {
      Arrays.fill(data, (byte) 0);
      return Optional.empty();
    }
    return Optional.of(data);
  }
}
