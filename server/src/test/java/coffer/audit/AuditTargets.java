package coffer.audit;

import coffer.fuzz.FuzzTarget;
import coffer.model.AuditHead;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/// Segments of the audit trail: files that somebody may have changed.
public final class AuditTargets {
  private static final int RECORDS_MAX = 100;

  private AuditTargets() {}

  public static List<FuzzTarget> all() {
    byte[] segment = segment();
    return List.of(
        FuzzTarget.of("audit-segment", SegmentScan.class, AuditTargets::scan)
            .from(segment)
            .words("\u0000\u0000\u0000\u0001", "\u00ff\u00ff\u00ff\u00ff", "{\"at\":\""),
        FuzzTarget.of("audit-reader", AuditReader.class, AuditTargets::read)
            .from(segment)
            .words("\u0000\u0000\u0000\u0001", "{", "\"at\":\"", "Z\"", "null")
            .refusing(AuditException.class),
        FuzzTarget.of("archived-heads", ArchivedHeads.class, AuditTargets::readHeads)
            .from(
                ArchivedHeads.line(
                    new AuditHead(7, new byte[32], Instant.EPOCH, "hsm", new byte[64])))
            .words("{", "}\n", "\"sequence\":", "null", "-1", "\"\"")
            .refusing(AuditException.class)
            .refusing(MalformedInputException.class));
  }

  private static void scan(byte[] input) {
    SegmentScan scan = new SegmentScan(input);
    if (scan.headerIsBlank() || !scan.headerIsSound()) {
      return;
    }
    for (int i = 0; i < RECORDS_MAX && scan.step() == SegmentScan.Step.RECORD; i++) {
      scan.sequence();
      scan.payload();
    }
  }

  private static void read(byte[] input) throws IOException {
    Path folder = Files.createTempDirectory("coffer-fuzz-");
    Path file = folder.resolve(SegmentFiles.name(0));
    try {
      Files.write(file, input);
      new AuditReader(folder).read(0, RECORDS_MAX, (_, _) -> {});
    } finally {
      Files.deleteIfExists(file);
      Files.delete(folder);
    }
  }

  private static void readHeads(byte[] input) throws IOException {
    Path folder = Files.createTempDirectory("coffer-fuzz-");
    Path file = folder.resolve("heads-0-1.jsonl");
    try {
      Files.write(file, input);
      ArchivedHeads.read(folder).newest();
    } finally {
      Files.deleteIfExists(file);
      Files.delete(folder);
    }
  }

  /// A header and two records; chain values are not checked where these are read.
  private static byte[] segment() {
    byte[] event =
        ("{\"at\":\"2026-01-31T00:00:00.000Z\",\"principal\":\"a\",\"action\":\"kms:Encrypt\","
                + "\"resource\":\"r\",\"outcome\":\"OK\",\"requestId\":\"i\",\"source\":\"::1\","
                + "\"notes\":\"\"}")
            .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    int record = Layout.recordBytes(event.length);
    int committed = Layout.HEADER_BYTES + 2 * record;
    ByteBuffer out = ByteBuffer.allocate(committed + 64);
    out.put(0, Layout.MAGIC);
    out.putInt(Layout.VERSION_AT, Layout.VERSION);
    out.putLong(Layout.MARK_AT, Layout.mark(committed));
    for (int i = 0; i < 2; i++) {
      int at = Layout.HEADER_BYTES + i * record;
      out.putInt(at, event.length);
      out.putLong(at + Layout.LENGTH_BYTES, i);
      out.put(at + Layout.LENGTH_BYTES + Layout.SEQUENCE_BYTES, event);
    }
    return out.array();
  }
}
