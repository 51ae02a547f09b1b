package coffer.keys;

import coffer.model.KeyId;
import coffer.model.KeyUses;
import coffer.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/// Counts in memory how often keys are used, and adds that to the store when asked. What a kill
/// loses is what was counted since.
public final class UseCounts {
  /// Older days are forgotten.
  private static final int DAYS_MAX = 400;

  private static final int ROWS_PER_TRANSACTION_MAX = 500;
  private static final long DAY_MILLIS = TimeUnit.DAYS.toMillis(1);

  private final Store store;
  private final ConcurrentMap<KeyId, Tally> tallies = new ConcurrentHashMap<>();

  UseCounts(Store store) {
    this.store = store;
  }

  /// What was counted of one key and is not in the store yet.
  private static final class Tally {
    private final LongAdder calls = new LongAdder();
    private volatile Last last = new Last(Instant.EPOCH, "");

    private record Last(Instant at, String by) {}
  }

  /// A call that used the key was answered.
  public void count(KeyId key, String by, Instant at) {
    Tally tally = tallies.get(key);
    if (tally == null) {
      tally = tallies.computeIfAbsent(key, _ -> new Tally());
    }
    tally.last = new Tally.Last(at, by);
    tally.calls.increment();
  }

  /// Adds what was counted to the store. What cannot be written is counted on.
  public synchronized void write(Instant now) {
    List<KeyUses> uses = new ArrayList<>();
    tallies.forEach((key, tally) -> {
      long calls = tally.calls.sum();
      if (calls > 0) {
        Tally.Last last = tally.last;
        uses.add(new KeyUses(key, day(last.at()), calls, last.at(), last.by()));
      }
    });
    for (int from = 0; from < uses.size(); from += ROWS_PER_TRANSACTION_MAX) {
      List<KeyUses> some =
          uses.subList(from, Math.min(uses.size(), from + ROWS_PER_TRANSACTION_MAX));
      store.inTransaction(transaction -> {
        some.forEach(transaction::addKeyUses);
        return some.size();
      });
      some.forEach(written -> taken(written.key(), written.calls()));
    }
    if (!uses.isEmpty()) {
      store.inTransaction(transaction -> transaction.forgetKeyUses(day(now) - DAYS_MAX));
    }
  }

  private void taken(KeyId key, long calls) {
    Tally tally = tallies.get(key);
    if (tally != null) {
      tally.calls.add(-calls);
    }
  }

  /// Of a key, by day, oldest first; what was counted just now is in the newest of them.
  ///
  /// @param days how many, with today
  public synchronized List<KeyUses> of(KeyId key, Instant now, int days) {
    long from = day(now) - days + 1;
    List<KeyUses> kept = new ArrayList<>(store.read(view -> view.keyUses(key, from, days)));
    Tally tally = tallies.get(key);
    long fresh = tally == null ? 0 : tally.calls.sum();
    if (tally != null && fresh > 0) {
      add(kept, new KeyUses(key, day(tally.last.at()), fresh, tally.last.at(), tally.last.by()));
    }
    return kept;
  }

  private static void add(List<KeyUses> kept, KeyUses fresh) {
    boolean sameDay = !kept.isEmpty() && kept.getLast().day() == fresh.day();
    long before = sameDay ? kept.removeLast().calls() : 0;
    kept.add(
        new KeyUses(fresh.key(), fresh.day(), before + fresh.calls(), fresh.last(), fresh.by()));
  }

  private static long day(Instant at) {
    return Math.floorDiv(at.toEpochMilli(), DAY_MILLIS);
  }
}
