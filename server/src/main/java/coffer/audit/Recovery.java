package coffer.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds the end of the trail at a start. What a crash explains is cut off with a warning: bytes
/// behind the commit mark that are no records. Anything else is damage and refused.
final class Recovery {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  /// The segment to go on with and the newest record in it.
  record Found(Segment active, Position last) {}

  private record Scanned(
      Path file, long first, byte[] previous, int committed, int end, Position last) {}

  private final Path directory;
  private final AuditDisk disk;
  private final Position signed;
  private final MessageDigest sha256 = Layout.sha256();

  /// @param signed the newest signed head: what must be there in any case
  Recovery(Path directory, AuditDisk disk, Position signed) {
    this.directory = directory;
    this.disk = disk;
    this.signed = signed;
  }

  Optional<Found> run() throws IOException {
    NavigableMap<Long, Path> files = SegmentFiles.list(directory);
    dropBlank(files);
    if (files.isEmpty()) {
      requireSigned(Position.START);
      return Optional.empty();
    }
    Scanned newest = scan(files.lastEntry());
    Map.Entry<Long, Path> before = files.lowerEntry(newest.first());
    if (newest.committed() == Layout.HEADER_BYTES && before != null) {
      newest = joined(scan(before), newest);
    }
    requireSigned(newest.last());
    Segment active = Segment.map(disk, newest.file(), newest.end());
    if (active.recover()) {
      LOG.warn(
          "audit: an unfinished record behind sequence {} was cut off; the last stop was a crash",
          newest.last().sequence());
    }
    return Optional.of(new Found(active, newest.last()));
  }

  /// A crash between naming a new segment and writing its header leaves a blank one.
  private static void dropBlank(NavigableMap<Long, Path> files) throws IOException {
    Map.Entry<Long, Path> newest = files.lastEntry();
    if (newest != null && new SegmentScan(SegmentFiles.read(newest.getValue())).headerIsBlank()) {
      LOG.warn("audit: {} was never begun and is removed", newest.getValue().getFileName());
      Files.delete(newest.getValue());
      files.remove(newest.getKey());
    }
  }

  /// While nothing of the newest segment is committed, power loss may have taken records from the
  /// end of the one before; then what was in the newest cannot follow.
  private static Scanned joined(Scanned before, Scanned newest) throws IOException {
    if (before.last().sequence() + 1 == newest.first()
        && MessageDigest.isEqual(before.last().chain(), newest.previous())) {
      return newest;
    }
    LOG.warn(
        "audit: records behind sequence {} were lost in a crash; {} is removed",
        before.last().sequence(),
        newest.file().getFileName());
    Files.delete(newest.file());
    return before;
  }

  private Scanned scan(Map.Entry<Long, Path> file) throws IOException {
    SegmentScan scan = new SegmentScan(SegmentFiles.read(file.getValue()));
    if (!scan.headerIsSound() || scan.first() != file.getKey() || scan.first() < 1) {
      throw damaged("the header of segment " + file.getKey());
    }
    Position last = new Position(scan.first() - 1, scan.previous());
    requireSame(last);
    while (scan.step() == SegmentScan.Step.RECORD
        && scan.sequence() == last.sequence() + 1
        && scan.follows(last, sha256)) {
      last = new Position(scan.sequence(), scan.chain());
      requireSame(last);
    }
    if (scan.at() < scan.committed()) {
      throw damaged("record " + (last.sequence() + 1));
    }
    return new Scanned(
        file.getValue(), scan.first(), scan.previous(), scan.committed(), scan.at(), last);
  }

  private void requireSame(Position found) {
    if (found.sequence() == signed.sequence()
        && !MessageDigest.isEqual(found.chain(), signed.chain())) {
      throw damaged("the chain does not match the signed head at record " + found.sequence());
    }
  }

  private void requireSigned(Position newest) {
    if (newest.sequence() < signed.sequence()) {
      throw damaged(
          "it ends at " + newest.sequence() + ", the newest signed record is " + signed.sequence());
    }
  }

  private static AuditException damaged(String what) {
    return new AuditException(
        AuditException.Reason.DAMAGED,
        "the audit trail is damaged: " + what + "; `coffer audit verify` tells more");
  }
}
