package coffer.hsm.envelope;

import coffer.model.SecretBytes;
import java.util.Arrays;
import java.util.Optional;

/// EME-PKCS1-v1_5 decoding (RFC 8017 §7.2.2) of a raw RSA result whose message has a known length,
/// or one of a few. Neither time nor result tells why a block is bad: Bleichenbacher's attack needs
/// no more than to know whether it begins with 0 and 2.
final class Pkcs1 {
  private static final int PADDING_BYTES_MIN = 8;

  private Pkcs1() {}

  /// Decodes and wipes `block`, which has the length of the modulus.
  ///
  /// @return empty when the block is bad, or its message shorter or longer than that
  static Optional<SecretBytes> decode(byte[] block, MaterialBytes length) {
    if (block.length < 2 + PADDING_BYTES_MIN + 1) {
      Arrays.fill(block, (byte) 0);
      return Optional.empty();
    }
    int bad = block[0] | (block[1] ^ 2);
    // Walks over everything, whether or not the separator was met.
    int searching = -1;
    int start = 0;
    for (int i = 2; i < block.length; i++) {
      int isNull = ConstantTime.isZero(block[i] & 0xff);
      start |= searching & isNull & (i + 1);
      searching &= ~isNull;
    }
    bad |= searching;
    bad |= ConstantTime.isLess(start, 2 + PADDING_BYTES_MIN + 1);
    return ConstantTime.tail(block, start, length, bad);
  }
}
