package coffer.audit;

import coffer.model.AuditHead;
import coffer.store.Store;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.NavigableMap;

/// Goes on behind a trail that is damaged, at somebody's word: the segments stay as evidence in a
/// folder of their own, and a new chain begins, whose first record names the break. Sequences leave
/// a gap, so that nothing of the old chain can be taken for a part of the new.
public final class AuditAcceptance {
  private static final int RECORD_BYTES_MIN =
      Layout.LENGTH_BYTES + Layout.SEQUENCE_BYTES + Layout.CHAIN_BYTES;

  /// What was done.
  ///
  /// @param first sequence of the record that names the break
  /// @param evidence where the damaged segments are now
  public record Accepted(long first, Path evidence) {}

  private AuditAcceptance() {}

  /// The new chain is on disk before the store knows of it, and that before the old segments move:
  /// a run that was killed leaves a trail that is still found damaged, or the new one.
  ///
  /// @throws AuditException IN_USE while a server has the trail
  public static Accepted accept(Path directory, Store store, AuditEvent event) throws IOException {
    try (FileChannel _ = AuditLog.lock(directory.resolve(AuditLog.LOCK))) {
      NavigableMap<Long, Path> damaged = SegmentFiles.list(directory);
      long first = behind(damaged, store) + 2;
      begin(directory, first, event);
      store.inTransaction(transaction -> {
        AuditBeginning.put(transaction, first);
        return first;
      });
      Path evidence = directory.resolve("broken-before-" + first);
      Files.createDirectories(
          evidence,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      for (Path segment : damaged.values()) {
        Files.move(
            segment, evidence.resolve(segment.getFileName()), StandardCopyOption.ATOMIC_MOVE);
      }
      SegmentFiles.forceNames(evidence);
      SegmentFiles.forceNames(directory);
      return new Accepted(first, evidence);
    }
  }

  /// No record of the old chain can have a higher sequence.
  private static long behind(NavigableMap<Long, Path> damaged, Store store) throws IOException {
    long highest = HeadStore.in(store).newest().map(AuditHead::sequence).orElse(0L);
    for (Map.Entry<Long, Path> segment : damaged.entrySet()) {
      long records = Files.size(segment.getValue()) / RECORD_BYTES_MIN;
      highest = Math.max(highest, segment.getKey() + records);
    }
    return highest;
  }

  private static void begin(Path directory, long first, AuditEvent event) throws IOException {
    AuditDisk disk = new FileDisk();
    Path file =
        Forcer.allocate(
            directory, disk, AuditSettings.of(AuditSettings.Durability.SYNC).segmentBytes());
    Segment segment = Segment.map(disk, file, Layout.HEADER_BYTES);
    byte[] none = new byte[Layout.CHAIN_BYTES];
    segment.begin(new Position(first - 1, none));
    EventFrame frame = new EventFrame();
    frame.encode(event);
    frame.seal(Layout.sha256(), none, first);
    segment.append(frame);
    segment.commit(segment.end());
    segment.commitMark();
    segment.unmap();
    SegmentFiles.forceNames(directory);
  }
}
