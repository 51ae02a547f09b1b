package coffer.audit;

import coffer.model.AuditHead;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.function.Function;

/// Proves single records: the record, and the chain from it to the next head that an HSM signed.
public final class AuditProofs {
  private static final int LINKS_MAX = 20_000;

  private final Path directory;
  private final HeadStore heads;
  private final Function<String, Optional<String>> certificates;

  /// @param certificates PEM of a signer's identity certificate, if it is known
  public AuditProofs(
      Path directory, HeadStore heads, Function<String, Optional<String>> certificates) {
    this.directory = directory;
    this.heads = heads;
    this.certificates = certificates;
  }

  /// Whoever computes `SHA-256(chain value || sequence || payload)` over the payloads in turn,
  /// beginning with `previous`, comes to the chain value of the head.
  ///
  /// @param previous the chain value before the record
  /// @param payloads of the record, and of all that follow it up to the head's
  public record Proof(
      long sequence, byte[] previous, List<byte[]> payloads, AuditHead head, String certificate) {
    public Proof {
      payloads = List.copyOf(payloads);
    }
  }

  /// Nothing while no head behind the record is signed, when the record was archived or never was,
  /// and when more than 20,000 records lie between it and the head.
  public Optional<Proof> prove(long sequence) {
    List<AuditHead> next = heads.from(sequence, 1);
    if (next.isEmpty() || next.getFirst().sequence() - sequence >= LINKS_MAX) {
      return Optional.empty();
    }
    AuditHead head = next.getFirst();
    try {
      return certificates.apply(head.signer()).flatMap(pem -> links(sequence, head, pem));
    } catch (UncheckedIOException e) {
      throw new AuditException(
          AuditException.Reason.DAMAGED, "the audit trail cannot be read at record " + sequence);
    }
  }

  private Optional<Proof> links(long sequence, AuditHead head, String certificate) {
    List<byte[]> payloads = new ArrayList<>();
    Position last = Position.START;
    byte[] previous = new byte[0];
    MessageDigest sha256 = Layout.sha256();
    for (SegmentScan scan : segments(sequence, head.sequence())) {
      last = new Position(scan.first() - 1, scan.previous());
      while (last.sequence() < head.sequence() && scan.step() == SegmentScan.Step.RECORD) {
        if (scan.sequence() == sequence) {
          previous = last.chain();
        }
        if (scan.sequence() >= sequence) {
          requireSound(scan.follows(last, sha256), scan.sequence());
          payloads.add(scan.payload());
        }
        last = new Position(scan.sequence(), scan.chain());
      }
    }
    if (previous.length == 0) {
      return Optional.empty();
    }
    requireSound(MessageDigest.isEqual(last.chain(), head.hash()), head.sequence());
    return Optional.of(new Proof(sequence, previous, payloads, head, certificate));
  }

  private List<SegmentScan> segments(long from, long to) {
    try {
      NavigableMap<Long, Path> files = SegmentFiles.list(directory);
      Long start = files.floorKey(from);
      List<SegmentScan> scans = new ArrayList<>();
      if (start != null) {
        for (Map.Entry<Long, Path> file : files.subMap(start, true, to, true).entrySet()) {
          SegmentScan scan = new SegmentScan(SegmentFiles.read(file.getValue()));
          requireSound(scan.headerIsSound(), file.getKey());
          scans.add(scan);
        }
      }
      return scans;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void requireSound(boolean sound, long sequence) {
    if (!sound) {
      throw new AuditException(
          AuditException.Reason.DAMAGED, "the audit trail is damaged at record " + sequence);
    }
  }
}
