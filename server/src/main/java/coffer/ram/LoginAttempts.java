package coffer.ram;

import coffer.model.UserName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// Bounds how often a password or code can be guessed: after five attempts in a row that led
/// nowhere, a name gets no other for an hour. Names that do not exist count as others do, so that
/// nobody learns which do. In memory: a restart forgets.
final class LoginAttempts {
  private static final int ATTEMPTS_MAX = 5;
  private static final Duration LOCKED = Duration.ofHours(1);

  /// The longest unused goes first. To push a name out takes as many attempts on others, each with
  /// its hash: longer than the guesses that it wins are worth.
  private static final int NAMES_MAX = 40_000;

  private final Clock clock;
  private final Map<UserName, Count> counts = new LinkedHashMap<>();

  LoginAttempts(Clock clock) {
    this.clock = clock;
  }

  private record Count(int attempts, Instant last) {}

  /// Whether another attempt may be made. It counts as failed from the start, so that many at once
  /// are no more than as many in a row.
  synchronized boolean begin(UserName name) {
    Instant now = clock.instant();
    Count old = counts.remove(name);
    if (old == null || !now.isBefore(old.last().plus(LOCKED))) {
      put(name, new Count(1, now));
      return true;
    }
    boolean admitted = old.attempts() < ATTEMPTS_MAX;
    put(name, admitted ? new Count(old.attempts() + 1, now) : old);
    return admitted;
  }

  /// The attempt was none: the password was right, and the code is asked for next.
  synchronized void takeBack(UserName name) {
    counts.computeIfPresent(
        name,
        (_, count) -> count.attempts() == 1 ? null : new Count(count.attempts() - 1, count.last()));
  }

  synchronized void succeeded(UserName name) {
    counts.remove(name);
  }

  private void put(UserName name, Count count) {
    counts.put(name, count);
    if (counts.size() > NAMES_MAX) {
      counts.remove(counts.keySet().iterator().next());
    }
  }
}
