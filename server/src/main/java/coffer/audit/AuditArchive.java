package coffer.audit;

import coffer.model.AuditHead;
import coffer.store.Store;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/// Moves the oldest sealed segments, and the heads that speak for them, out of the trail's
/// directory; the server may be running. Copies are whole and on disk before the store forgets the
/// heads, and that before a segment goes: a run that was killed is finished by the next.
public final class AuditArchive {
  private static final int PAGE_MAX = 1_000;

  /// A start after a crash looks at the newest and the one before.
  private static final int SEGMENTS_KEPT = 2;

  /// What went.
  public record Moved(long first, long last, int segments) {}

  private final Store store;
  private final Path directory;
  private final Path archive;
  private final Function<String, Optional<PublicKey>> keys;

  public AuditArchive(
      Store store, Path directory, Path archive, Function<String, Optional<PublicKey>> keys) {
    this.store = store;
    this.directory = directory;
    this.archive = archive;
    this.keys = keys;
  }

  /// Moves the segments whose records are all older than `before`, as far as a head was signed
  /// behind them. Empty when there are none.
  ///
  /// @param signers certificates by serial, so that the archive can be read alone
  /// @throws AuditException DAMAGED when the trail is not sound; IN_USE beside another archiving
  public Optional<Moved> move(Instant before, Map<String, String> signers) throws IOException {
    Files.createDirectories(
        archive,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    try (FileChannel _ = AuditLog.lock(archive.resolve(AuditLog.LOCK))) {
      NavigableMap<Long, Path> old = old(before);
      if (old.isEmpty()) {
        return Optional.empty();
      }
      requireSound();
      long next = SegmentFiles.list(directory).higherKey(old.lastKey());
      for (Path segment : old.values()) {
        copy(segment);
      }
      writeHeads(old.firstKey(), next);
      writeSigners(signers);
      SegmentFiles.forceNames(archive);
      store.inTransaction(transaction -> {
        AuditBeginning.put(transaction, next);
        // The head of the last record that went proves what the first one left says of it.
        transaction.pruneAuditHeads(next - 1);
        return next;
      });
      for (Path segment : old.values()) {
        Files.delete(segment);
      }
      SegmentFiles.forceNames(directory);
      return Optional.of(new Moved(old.firstKey(), next - 1, old.size()));
    }
  }

  private NavigableMap<Long, Path> old(Instant before) throws IOException {
    NavigableMap<Long, Path> all = SegmentFiles.list(directory);
    long signed = HeadStore.in(store).newest().map(AuditHead::sequence).orElse(0L);
    NavigableMap<Long, Path> old = new TreeMap<>();
    for (Map.Entry<Long, Path> segment : all.entrySet()) {
      NavigableMap<Long, Path> later = all.tailMap(segment.getKey(), false);
      boolean ripe =
          later.size() >= SEGMENTS_KEPT
              && later.firstKey() - 1 <= signed
              && isOlder(segment.getValue(), before);
      if (!ripe) {
        break;
      }
      old.put(segment.getKey(), segment.getValue());
    }
    return old;
  }

  private static boolean isOlder(Path segment, Instant before) throws IOException {
    SegmentScan scan = new SegmentScan(SegmentFiles.read(segment));
    boolean some = false;
    while (scan.step() == SegmentScan.Step.RECORD) {
      some = true;
      if (!AuditReader.event(scan).at().isBefore(before)) {
        return false;
      }
    }
    return some;
  }

  /// What is damaged is not tidied away.
  private void requireSound() {
    AuditVerdict verdict =
        new AuditVerifier(HeadStore.in(store), keys).verify(directory, AuditBeginning.of(store));
    if (verdict instanceof AuditVerdict.Broken broken
        && broken.problem() != AuditVerdict.Problem.TORN_END) {
      throw new AuditException(
          AuditException.Reason.DAMAGED,
          "the audit trail is damaged at record " + broken.sequence() + " and is left as it is");
    }
  }

  private void copy(Path segment) throws IOException {
    byte[] bytes = SegmentFiles.read(segment);
    Path target = archive.resolve(segment.getFileName());
    if (Files.exists(target)) {
      if (!MessageDigest.isEqual(bytes, SegmentFiles.read(target))) {
        throw new IOException(target + " is there already and is not the same");
      }
      return;
    }
    write(target, bytes);
  }

  private void writeHeads(long first, long next) throws IOException {
    StringBuilder lines = new StringBuilder();
    long from = first;
    while (from < next) {
      long start = from;
      List<AuditHead> page = store.read(view -> view.auditHeads(start, PAGE_MAX));
      from = page.isEmpty() ? next : page.getLast().sequence() + 1;
      page.stream()
          .filter(head -> head.sequence() < next)
          .forEach(head -> lines.append(ArchivedHeads.line(head)));
    }
    if (!lines.isEmpty()) {
      String name = String.format(Locale.ROOT, "heads-%012d-%012d.jsonl", first, next - 1);
      write(archive.resolve(name), lines.toString().getBytes(StandardCharsets.US_ASCII));
    }
  }

  private void writeSigners(Map<String, String> signers) throws IOException {
    for (Map.Entry<String, String> signer : signers.entrySet()) {
      String name = signer.getKey().replaceAll("[^A-Za-z0-9._-]", "_");
      Path file = archive.resolve("signer-" + name + ".pem");
      write(file, signer.getValue().getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    try (FileChannel out =
        FileChannel.open(
            fresh,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      ByteBuffer rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) {
        out.write(rest);
      }
      out.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
