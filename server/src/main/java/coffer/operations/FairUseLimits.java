package coffer.operations;

import java.time.Duration;
import java.util.Map;

/// How often each principal may call.
///
/// @param perSecond of each class; no limit where there is none
/// @param patience how long a call over the limit may wait for its turn
public record FairUseLimits(Map<CallClass, Integer> perSecond, Duration patience) {
  public static final int PER_SECOND_MAX = 1_000_000;

  /// Well under the 10 s that clients wait for an answer.
  public static final Duration WAIT_MAX = Duration.ofSeconds(5);

  public static final Duration WAIT = Duration.ofMillis(500);
  public static final FairUseLimits NONE = new FairUseLimits(Map.of(), WAIT);

  public FairUseLimits {
    perSecond = Map.copyOf(perSecond);
  }
}
