package coffer.operations;

import coffer.access.Principal;
import coffer.model.ErrorCode;
import coffer.model.KmsException;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;

/// Gives each principal its share of every class of calls. A call over the limit waits for its turn
/// a short while, because clients that are refused come back at once; then it is refused.
public final class FairUse {
  /// Of one principal and class: whoever waits holds a place that others need.
  private static final int WAITING_MAX = 16;

  private static final int SHARES_MAX = 40_000;
  private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);

  private final FairUseLimits limits;
  private final LoadingCache<Holder, Share> shares;
  private final Map<CallClass, LongAdder> waited = new ConcurrentHashMap<>();
  private final Map<CallClass, LongAdder> refused = new ConcurrentHashMap<>();

  public FairUse(FairUseLimits limits) {
    this.limits = limits;
    this.shares =
        Caffeine.newBuilder()
            .maximumSize(SHARES_MAX)
            .expireAfterAccess(FORGOTTEN_AFTER)
            .build(holder -> new Share(limits.perSecond().getOrDefault(holder.calls(), 1)));
  }

  private record Holder(String subject, CallClass calls) {}

  private record Share(Bucket tokens, Semaphore places) {
    Share(int perSecond) {
      this(
          Bucket.builder()
              .addLimit(
                  limit -> limit.capacity(perSecond).refillGreedy(perSecond, Duration.ofSeconds(1)))
              .build(),
          new Semaphore(WAITING_MAX));
    }
  }

  /// Whether a call would not have to wait now.
  boolean isFree(Principal principal, CallClass calls) {
    return !limits.perSecond().containsKey(calls)
        || shares.get(new Holder(principal.subject(), calls)).tokens().getAvailableTokens() > 0;
  }

  /// Takes a turn, on a virtual thread after a wait if need be. An event loop never waits: when
  /// others took the turn that was free a moment ago, the next ones pay for it.
  void take(Principal principal, CallClass calls) {
    if (!limits.perSecond().containsKey(calls)) {
      return;
    }
    Share share = shares.get(new Holder(principal.subject(), calls));
    if (share.tokens().tryConsume(1)) {
      return;
    }
    if (!Thread.currentThread().isVirtual()) {
      long _ = share.tokens().consumeIgnoringRateLimits(1);
    } else if (!waits(share, calls)) {
      count(refused, calls).increment();
      throw new KmsException(ErrorCode.THROTTLING);
    }
  }

  private boolean waits(Share share, CallClass calls) {
    if (limits.patience().isZero() || !share.places().tryAcquire()) {
      return false;
    }
    try {
      boolean turn = share.tokens().asBlocking().tryConsume(1, limits.patience());
      if (turn) {
        count(waited, calls).increment();
      }
      return turn;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      share.places().release();
    }
  }

  /// Calls that waited for their turn and got it, since the start.
  public long waited(CallClass calls) {
    return count(waited, calls).sum();
  }

  /// Calls that were refused, since the start.
  public long refused(CallClass calls) {
    return count(refused, calls).sum();
  }

  private static LongAdder count(Map<CallClass, LongAdder> counts, CallClass calls) {
    return counts.computeIfAbsent(calls, _ -> new LongAdder());
  }
}
