package coffer.wire.openapi;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;

/// Remembers the nonces of verified requests, so that none is served twice. A request is acceptable
/// for twice the skew, when its date lies ahead of ours; nonces are kept a minute longer than that.
final class NonceMemory {
  private final Cache<Nonce, Boolean> seen;

  /// 128 bits of SHA-256 over access key and nonce: attackers choose nonces, and some are long.
  private record Nonce(long high, long low) {}

  NonceMemory(Clock clock, Duration skewMax, int noncesMax) {
    // The same clock as for the dates: if it jumps, memory and acceptance jump together.
    this.seen =
        Caffeine.newBuilder()
            .maximumSize(noncesMax)
            .expireAfterWrite(skewMax.multipliedBy(2).plusMinutes(1))
            .ticker(() -> Duration.ofMillis(clock.millis()).toNanos())
            .executor(Runnable::run)
            .build();
  }

  /// Whether this is the first request of this access key with this nonce; remembers it.
  boolean isFirst(String accessKeyId, String nonce) {
    ByteBuffer hash = ByteBuffer.wrap(Digests.sha256(accessKeyId + "\n" + nonce));
    return seen.asMap().putIfAbsent(new Nonce(hash.getLong(), hash.getLong()), true) == null;
  }
}
