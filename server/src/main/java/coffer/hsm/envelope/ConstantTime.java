package coffer.hsm.envelope;

import coffer.model.SecretBytes;
import java.util.Arrays;
import java.util.Optional;

/// Decisions without branches.
final class ConstantTime {
  private ConstantTime() {}

  /// All ones for 0, otherwise 0; `value` is 0 to 255.
  static int isZero(int value) {
    return (value - 1) >> 31;
  }

  /// All ones when `a` is less than `b`, otherwise 0; both far from overflow.
  static int isLess(int a, int b) {
    return (a - b) >> 31;
  }

  /// What stands in `block` from `start` to its end; wipes `block`. Copies as much whether or not
  /// it is bad.
  ///
  /// @param bad not 0 when it is
  static Optional<SecretBytes> tail(byte[] block, int start, MaterialBytes length, int bad) {
    int bytes = block.length - start;
    int wrong = bad | isLess(bytes, length.min()) | isLess(length.max(), bytes);
    int isWrong = (wrong | -wrong) >> 31;
    // Of a bad block, as many bytes as of the longest good one.
    int copied = (Math.min(length.max(), block.length) & isWrong) | (bytes & ~isWrong);
    SecretBytes found =
        SecretBytes.owning(Arrays.copyOfRange(block, block.length - copied, block.length));
    Arrays.fill(block, (byte) 0);
    if (wrong != 0) {
      found.close();
      return Optional.empty();
    }
    return Optional.of(found);
  }
}
