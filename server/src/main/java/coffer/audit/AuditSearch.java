package coffer.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Looks into a trail, newest first, beside the server that writes it. What was archived is not
/// looked at, and the chain is not verified.
public final class AuditSearch {
  /// What one call reads; the next goes on where it stopped.
  private static final int RECORDS_MAX = 40_000;

  /// Records stand in the order of their writing; clocks may go back so far.
  private static final Duration CLOCK_SLACK = Duration.ofHours(1);

  private final Path directory;

  public AuditSearch(Path directory) {
    this.directory = directory;
  }

  /// A record and its number.
  public record Found(long sequence, AuditEvent event) {}

  /// @param next where the next page begins, unless the trail was read to its end
  public record Page(List<Found> records, OptionalLong next) {}

  /// @param before the number that every record is below
  public Page search(AuditQuery query, long before, int limit) {
    try {
      Walk walk = new Walk(query, limit);
      for (Path file : SegmentFiles.list(directory).headMap(before, false).reversed().values()) {
        if (walk.isDone() || !walk.over(file, before)) {
          break;
        }
      }
      return walk.page();
    } catch (IOException e) {
      throw new UncheckedIOException("the audit trail cannot be read", e);
    }
  }

  private static final class Walk {
    private final AuditQuery query;
    private final int limit;
    private final List<Found> found = new ArrayList<>();
    private int left = RECORDS_MAX;
    private long lowest;

    Walk(AuditQuery query, int limit) {
      this.query = query;
      this.limit = limit;
    }

    boolean isDone() {
      return found.size() == limit || left == 0;
    }

    /// Whether older segments may hold more.
    boolean over(Path file, long before) throws IOException {
      byte[] segment;
      try {
        segment = SegmentFiles.read(file);
      } catch (NoSuchFileException e) {
        // Archived in this moment, with all before it.
        return false;
      }
      SegmentScan scan = new SegmentScan(segment);
      Optional<Instant> oldest = Optional.empty();
      for (int at : places(scan, before).reversed()) {
        if (isDone()) {
          return true;
        }
        scan.goTo(at);
        AuditEvent event = AuditReader.event(scan);
        left--;
        lowest = scan.sequence();
        oldest = Optional.of(event.at());
        if (query.matches(event)) {
          found.add(new Found(lowest, event));
        }
      }
      Optional<Instant> seen = oldest;
      return query.begins().isEmpty()
          || seen.isEmpty()
          || !seen.get().isBefore(query.begins().get().minus(CLOCK_SLACK));
    }

    private static List<Integer> places(SegmentScan scan, long before) {
      List<Integer> places = new ArrayList<>();
      if (scan.headerIsSound()) {
        while (scan.step() == SegmentScan.Step.RECORD && scan.sequence() < before) {
          places.add(scan.at());
        }
      }
      return places;
    }

    Page page() {
      return new Page(
          found, isDone() && lowest > 1 ? OptionalLong.of(lowest) : OptionalLong.empty());
    }
  }
}
