package coffer.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.function.BiConsumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads events back, also beside the server that writes them. Does not verify the chain.
public final class AuditReader {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Path directory;

  public AuditReader(Path directory) {
    this.directory = directory;
  }

  /// Gives at most `recordsMax` events from sequence `from` on, in order, with their sequences.
  ///
  /// @return where to go on; `from` when there is nothing
  /// @throws AuditException DAMAGED where something else than a record stands
  public long read(long from, int recordsMax, BiConsumer<Long, AuditEvent> each)
      throws IOException {
    NavigableMap<Long, Path> files = SegmentFiles.list(directory);
    Long start = files.floorKey(from);
    long next = from;
    int left = recordsMax;
    for (Map.Entry<Long, Path> file :
        (start == null ? files : files.tailMap(start, true)).entrySet()) {
      SegmentScan scan = new SegmentScan(SegmentFiles.read(file.getValue()));
      if (!scan.headerIsSound()) {
        throw damaged(file.getKey());
      }
      while (left > 0 && scan.step() == SegmentScan.Step.RECORD) {
        if (scan.sequence() >= next) {
          each.accept(scan.sequence(), event(scan));
          next = scan.sequence() + 1;
          left--;
        }
      }
      if (left == 0) {
        break;
      }
    }
    return next;
  }

  static AuditEvent event(SegmentScan scan) {
    try {
      JsonNode json = JSON.readTree(scan.payload());
      return new AuditEvent(
          Instant.parse(text(json, "at")),
          text(json, "principal"),
          text(json, "action"),
          text(json, "resource"),
          text(json, "outcome"),
          text(json, "requestId"),
          text(json, "source"),
          text(json, "notes"));
    } catch (JacksonException | DateTimeException e) {
      throw damaged(scan.sequence());
    }
  }

  private static String text(JsonNode json, String field) {
    return json.path(field).asString("");
  }

  private static AuditException damaged(long sequence) {
    return new AuditException(
        AuditException.Reason.DAMAGED, "the audit trail cannot be read at record " + sequence);
  }
}
