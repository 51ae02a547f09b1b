package coffer.audit;

import coffer.model.AuditHead;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// What a head's signature covers, so that it can mean nothing else:
///
/// ```
/// 20  "coffer-audit-head/1" and a zero byte
///  8  sequence, big-endian
/// 32  chain value
///  8  milliseconds since 1970, big-endian
///  …  the signer's serial, UTF-8
/// ```
public final class HeadMessage {
  private static final byte[] LABEL = "coffer-audit-head/1\0".getBytes(StandardCharsets.US_ASCII);

  private HeadMessage() {}

  /// The message of a head; its signature is not looked at.
  public static byte[] of(AuditHead head) {
    byte[] signer = head.signer().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(
            LABEL.length + Long.BYTES + head.hash().length + Long.BYTES + signer.length)
        .put(LABEL)
        .putLong(head.sequence())
        .put(head.hash())
        .putLong(head.at().toEpochMilli())
        .put(signer)
        .array();
  }
}
