package coffer.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The bytes of a segment, big-endian.
///
/// ```
/// header    8  "COFFAUDT"
///           4  format version, 1
///           4  zero
///           8  sequence of the first record
///          32  chain value of the record before it, zeros before record 1
///           8  commit mark: bytes known to be on disk (4), and their complement (4)
/// record    4  payload length n, 1 or more; written last
///           8  sequence
///           n  payload, the event as JSON
///          32  chain value = SHA-256(previous chain value || sequence || payload)
///         0-3  zeros, to a multiple of four
/// rest         zeros
/// ```
///
/// The commit mark is not part of the evidence. It tells a start after a crash which damage power
/// loss can explain (behind the mark: cut off) and which not (before it: refused).
final class Layout {
  static final byte[] MAGIC = "COFFAUDT".getBytes(StandardCharsets.US_ASCII);
  static final int VERSION = 1;
  static final int VERSION_AT = 8;
  static final int FIRST_AT = 16;
  static final int PREVIOUS_AT = 24;
  static final int MARK_AT = 56;
  static final int HEADER_BYTES = 64;

  static final int LENGTH_BYTES = 4;
  static final int SEQUENCE_BYTES = 8;
  static final int CHAIN_BYTES = 32;
  static final int PAYLOAD_BYTES_MAX = 12 * 1024;
  static final int RECORD_BYTES_MAX = recordBytes(PAYLOAD_BYTES_MAX);

  private Layout() {}

  static int recordBytes(int payloadBytes) {
    return (LENGTH_BYTES + SEQUENCE_BYTES + payloadBytes + CHAIN_BYTES + 3) & ~3;
  }

  static long mark(int bytes) {
    return ((long) bytes << 32) | (~bytes & 0xFFFF_FFFFL);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
