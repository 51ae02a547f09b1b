package coffer.audit;

import coffer.audit.AuditVerdict.Broken;
import coffer.audit.AuditVerdict.Problem;
import coffer.audit.AuditVerdict.Sound;
import coffer.model.AuditHead;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/// Checks a trail against itself and against the signed heads. Reads files only, one segment in
/// memory at a time; hostile bytes lead to a verdict, never to an exception. May run beside a
/// server; then `TORN_END` can be a record that is just being written.
public final class AuditVerifier {
  private final HeadStore heads;
  private final Function<String, Optional<PublicKey>> keys;
  private final MessageDigest sha256 = Layout.sha256();

  /// @param keys the public IDENT key of a signer, if it is known
  public AuditVerifier(HeadStore heads, Function<String, Optional<PublicKey>> keys) {
    this.heads = heads;
    this.keys = keys;
  }

  /// @param first the first sequence that must be there: 1, or what retention left
  public AuditVerdict verify(Path directory, long first) {
    return verify(List.of(directory), first);
  }

  /// @param directories parts of one trail; a segment that is in two of them is read in the last
  public AuditVerdict verify(List<Path> directories, long first) {
    long newestSigned = heads.newest().map(AuditHead::sequence).orElse(0L);
    try {
      NavigableMap<Long, Path> files = new TreeMap<>();
      for (Path directory : directories) {
        files.putAll(SegmentFiles.list(directory));
      }
      if (files.isEmpty()) {
        return newestSigned == 0
            ? new Sound(first, first - 1, 0, 0)
            : new Broken(Problem.MISSING_SEGMENT, first);
      }
      long lowest = files.firstKey();
      if (lowest > first || lowest < 1) {
        return new Broken(Problem.MISSING_SEGMENT, first);
      }
      return new Walk(lowest, newestSigned).over(files);
    } catch (IOException e) {
      return new Broken(Problem.UNREADABLE, first);
    }
  }

  private final class Walk {
    private final long lowest;
    private final long newestSigned;
    private final SignedHeads signed;
    private Position last = Position.START;

    Walk(long lowest, long newestSigned) {
      this.lowest = lowest;
      this.newestSigned = newestSigned;
      this.signed = new SignedHeads(heads, keys, Math.max(lowest - 1, 1), newestSigned);
    }

    AuditVerdict over(NavigableMap<Long, Path> files) {
      for (Map.Entry<Long, Path> file : files.entrySet()) {
        boolean newest = file.getKey().equals(files.lastKey());
        Optional<Broken> broken;
        try {
          broken = segment(file.getKey(), SegmentFiles.read(file.getValue()), newest);
        } catch (IOException e) {
          broken = broken(Problem.UNREADABLE, file.getKey());
        }
        if (broken.isPresent()) {
          return broken.get();
        }
      }
      Optional<Broken> left = signed.checkNoneLeft();
      return left.isPresent()
          ? left.get()
          : new Sound(
              lowest, last.sequence(), newestSigned, Math.max(0, last.sequence() - newestSigned));
    }

    private Optional<Broken> segment(long name, byte[] bytes, boolean newest) {
      SegmentScan scan = new SegmentScan(bytes);
      if (!scan.headerIsSound() || scan.first() != name) {
        return broken(Problem.DAMAGED_SEGMENT, name);
      }
      Optional<Broken> header = name == lowest ? begin(scan) : join(scan);
      if (header.isPresent()) {
        return header;
      }
      while (true) {
        switch (scan.step()) {
          case RECORD -> {
            Optional<Broken> record = record(scan);
            if (record.isPresent()) {
              return record;
            }
          }
          case END -> {
            return scan.at() < scan.committed()
                ? broken(Problem.TRUNCATED, last.sequence() + 1)
                : Optional.empty();
          }
          case GARBAGE -> {
            boolean torn = newest && last.sequence() >= newestSigned;
            return broken(
                torn && scan.at() >= scan.committed() ? Problem.TORN_END : Problem.CHANGED_RECORD,
                last.sequence() + 1);
          }
        }
      }
    }

    /// The chain value before the first segment that is left is taken from its header; the next
    /// signed head proves or refutes it.
    private Optional<Broken> begin(SegmentScan scan) {
      last = new Position(scan.first() - 1, scan.previous());
      if (lowest == 1 && !MessageDigest.isEqual(last.chain(), Position.START.chain())) {
        return broken(Problem.DAMAGED_SEGMENT, 1);
      }
      return signed.check(last);
    }

    private Optional<Broken> join(SegmentScan scan) {
      if (scan.first() != last.sequence() + 1) {
        boolean gap = scan.first() > last.sequence();
        return broken(
            gap ? Problem.MISSING_SEGMENT : Problem.REORDERED_RECORDS, last.sequence() + 1);
      }
      return MessageDigest.isEqual(scan.previous(), last.chain())
          ? Optional.empty()
          : broken(Problem.DAMAGED_SEGMENT, scan.first());
    }

    private Optional<Broken> record(SegmentScan scan) {
      long expected = last.sequence() + 1;
      if (scan.sequence() != expected) {
        boolean elsewhere = scan.sequence() < expected || comesLater(scan, expected);
        return broken(elsewhere ? Problem.REORDERED_RECORDS : Problem.REMOVED_RECORD, expected);
      }
      if (!scan.follows(last, sha256)) {
        return broken(Problem.CHANGED_RECORD, expected);
      }
      last = new Position(expected, scan.chain());
      return signed.check(last);
    }

    private static boolean comesLater(SegmentScan scan, long sequence) {
      while (scan.step() == SegmentScan.Step.RECORD) {
        if (scan.sequence() == sequence) {
          return true;
        }
      }
      return false;
    }

    private static Optional<Broken> broken(Problem problem, long sequence) {
      return Optional.of(new Broken(problem, sequence));
    }
  }
}
