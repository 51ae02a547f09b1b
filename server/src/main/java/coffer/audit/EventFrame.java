package coffer.audit;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;

/// One record being made: `encode` outside the log's lock, `seal` and `writeTo` inside. Reused, not
/// thread-safe. The buffer is what the chain value is computed over, followed by that value:
/// previous chain value, sequence, payload, chain value, padding.
final class EventFrame {
  private static final int SEQUENCE_AT = Layout.CHAIN_BYTES;
  private static final int PAYLOAD_AT = SEQUENCE_AT + Layout.SEQUENCE_BYTES;
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private final byte[] buffer = new byte[Layout.CHAIN_BYTES + Layout.RECORD_BYTES_MAX];
  private final MemorySegment memory = MemorySegment.ofArray(buffer);
  private final EventJson json = new EventJson(buffer);
  private int chainAt;

  void encode(AuditEvent event) {
    chainAt = json.write(event, PAYLOAD_AT);
  }

  int payloadBytes() {
    return chainAt - PAYLOAD_AT;
  }

  int recordBytes() {
    return Layout.recordBytes(payloadBytes());
  }

  void seal(MessageDigest sha256, byte[] previous, long sequence) {
    System.arraycopy(previous, 0, buffer, 0, Layout.CHAIN_BYTES);
    memory.set(LONG, SEQUENCE_AT, sequence);
    sha256.update(buffer, 0, chainAt);
    try {
      sha256.digest(buffer, chainAt, Layout.CHAIN_BYTES);
    } catch (DigestException e) {
      throw new IllegalStateException("the buffer has room for the chain value", e);
    }
    int end = chainAt + Layout.CHAIN_BYTES;
    Arrays.fill(buffer, end, end + 3, (byte) 0);
  }

  /// All but the length, which the segment writes when the rest is there.
  void writeTo(MemorySegment target, long offset) {
    MemorySegment.copy(
        memory, SEQUENCE_AT, target, offset, (long) recordBytes() - Layout.LENGTH_BYTES);
  }

  void chainTo(byte[] chain) {
    System.arraycopy(buffer, chainAt, chain, 0, Layout.CHAIN_BYTES);
  }
}
