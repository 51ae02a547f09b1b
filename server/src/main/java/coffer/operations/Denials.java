package coffer.operations;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;

/// Why policies refused the last calls, by request id; in memory only, the oldest forgotten first.
public final class Denials {
  private static final int DENIALS_MAX = 10_000;

  private final Cache<String, Explanation> recent =
      Caffeine.newBuilder().maximumSize(DENIALS_MAX).build();

  public Denials() {}

  void remember(String requestId, Explanation explanation) {
    recent.put(requestId, explanation);
  }

  public Optional<Explanation> find(String requestId) {
    return Optional.ofNullable(recent.getIfPresent(requestId));
  }
}
