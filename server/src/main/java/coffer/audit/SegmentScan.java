package coffer.audit;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;

/// Walks through the bytes of a segment, record by record, believing none of them.
final class SegmentScan {
  /// What stands where the next record would.
  enum Step {
    /// A well-formed record; its sequence and chain value are not checked yet.
    RECORD,
    /// Nothing but zeros to the end of the file.
    END,
    /// No record, but not only zeros either.
    GARBAGE
  }

  private final byte[] bytes;
  private final ByteBuffer buffer;
  private int at = Layout.HEADER_BYTES;
  private int next = Layout.HEADER_BYTES;
  private int payloadBytes;

  SegmentScan(byte[] bytes) {
    this.bytes = bytes;
    this.buffer = ByteBuffer.wrap(bytes);
  }

  /// Whether magic, version, the zeros and the form of the commit mark are right.
  boolean headerIsSound() {
    if (bytes.length < Layout.HEADER_BYTES
        || !startsWith(Layout.MAGIC)
        || buffer.getInt(Layout.VERSION_AT) != Layout.VERSION
        || buffer.getInt(Layout.VERSION_AT + 4) != 0) {
      return false;
    }
    int committed = committed();
    return committed >= Layout.HEADER_BYTES
        && committed <= bytes.length
        && buffer.getLong(Layout.MARK_AT) == Layout.mark(committed);
  }

  /// Whether the header was never written.
  boolean headerIsBlank() {
    return onlyZeros(0, Math.min(bytes.length, Layout.HEADER_BYTES));
  }

  long first() {
    return buffer.getLong(Layout.FIRST_AT);
  }

  byte[] previous() {
    return Arrays.copyOfRange(bytes, Layout.PREVIOUS_AT, Layout.PREVIOUS_AT + Layout.CHAIN_BYTES);
  }

  /// What the commit mark says; the segment is no longer than an `int`.
  int committed() {
    return buffer.getInt(Layout.MARK_AT);
  }

  /// Goes to the next record.
  Step step() {
    at = next;
    int left = bytes.length - at;
    int length = left >= Layout.LENGTH_BYTES ? buffer.getInt(at) : 0;
    if (length == 0) {
      return onlyZeros(at, bytes.length) ? Step.END : Step.GARBAGE;
    }
    if (length < 0
        || length > Layout.PAYLOAD_BYTES_MAX
        || Layout.recordBytes(length) > left
        || !onlyZeros(chainAt(length) + Layout.CHAIN_BYTES, at + Layout.recordBytes(length))) {
      return Step.GARBAGE;
    }
    payloadBytes = length;
    next = at + Layout.recordBytes(length);
    return Step.RECORD;
  }

  /// Makes the record that begins there, and was stepped over before, the current one again.
  void goTo(int place) {
    next = place;
    if (step() != Step.RECORD) {
      throw new IllegalStateException("no record was there");
    }
  }

  /// Where the current record, or whatever stands in its place, begins.
  int at() {
    return at;
  }

  long sequence() {
    return buffer.getLong(at + Layout.LENGTH_BYTES);
  }

  byte[] chain() {
    int from = chainAt(payloadBytes);
    return Arrays.copyOfRange(bytes, from, from + Layout.CHAIN_BYTES);
  }

  /// Whether the current record follows `last` as the chain says.
  boolean follows(Position last, MessageDigest sha256) {
    sha256.update(last.chain());
    sha256.update(bytes, at + Layout.LENGTH_BYTES, Layout.SEQUENCE_BYTES + payloadBytes);
    return MessageDigest.isEqual(sha256.digest(), chain());
  }

  byte[] payload() {
    int from = at + Layout.LENGTH_BYTES + Layout.SEQUENCE_BYTES;
    return Arrays.copyOfRange(bytes, from, from + payloadBytes);
  }

  private int chainAt(int length) {
    return at + Layout.LENGTH_BYTES + Layout.SEQUENCE_BYTES + length;
  }

  private boolean startsWith(byte[] prefix) {
    return Arrays.mismatch(bytes, 0, prefix.length, prefix, 0, prefix.length) < 0;
  }

  private boolean onlyZeros(int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }
}
