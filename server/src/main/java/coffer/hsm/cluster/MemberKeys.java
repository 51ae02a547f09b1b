package coffer.hsm.cluster;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.HsmKey;
import coffer.hsm.HsmMember;
import coffer.hsm.Material;
import coffer.model.KeyVersionId;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The keys that one member holds unwrapped. A key is unwrapped by one caller while others wait for
/// it; the member is never called under a lock.
final class MemberKeys {
  private static final Logger LOG = LoggerFactory.getLogger(MemberKeys.class);
  private static final int FOLLOW_ROUNDS_MAX = 3;
  private static final int RELEASES_MAX = 64;

  /// Longer than a member's own deadline: a follower gives up only when that was not kept.
  private static final long FOLLOW_MILLIS_MAX = 5_000;

  private final HsmMember member;

  /// The keys that rest in the member, as far as is known.
  private final Set<KeyVersionId> installed = ConcurrentHashMap.newKeySet();

  private final Cache<KeyVersionId, CachedKey> cache;
  private final ConcurrentMap<KeyVersionId, CompletableFuture<CachedKey>> loading =
      new ConcurrentHashMap<>();

  /// Evicted and no longer used, still to be released on the member. Eviction only puts them here,
  /// because it happens under the cache's lock.
  private final Queue<HsmKey> retired = new ConcurrentLinkedQueue<>();

  MemberKeys(HsmMember member, ClusterSettings settings, Ticker ticker) {
    this.member = member;
    this.cache =
        Caffeine.newBuilder()
            .maximumSize(settings.keysPerMemberMax())
            .expireAfterWrite(settings.keyAgeMax())
            .ticker(ticker)
            .executor(Runnable::run)
            .<KeyVersionId, CachedKey>removalListener((version, key, cause) -> retire(key))
            .build();
  }

  /// Runs `call` with the key, once more with a fresh one if the member lost it.
  <R> R with(Material material, KeyCall<R> call) {
    CachedKey key = lease(material);
    try {
      return call.on(member, key.handle());
    } catch (HsmException e) {
      if (e.failure() != HsmFailure.STALE_KEY) {
        throw e;
      }
      cache.asMap().remove(material.version(), key);
    } finally {
      giveBack(key);
    }
    CachedKey fresh = lease(material);
    try {
      return call.on(member, fresh.handle());
    } finally {
      giveBack(fresh);
    }
  }

  Set<KeyVersionId> installed() {
    return installed;
  }

  /// Asks the member itself.
  boolean unwraps(Material material) {
    try {
      member.release(member.unwrap(material));
      return true;
    } catch (HsmException e) {
      if (e.failure() == HsmFailure.BAD_CIPHERTEXT) {
        return false;
      }
      throw e;
    }
  }

  /// The same as a failure that is not held against the material alone.
  void requireUnwraps(Material material) {
    member.release(unwrap(material));
  }

  /// Drops a key without calling the member; `releaseRetired` does that.
  void forget(KeyVersionId version) {
    loading.remove(version);
    cache.invalidate(version);
  }

  /// Releases on the member what nobody uses any more.
  void releaseRetired() {
    for (int i = 0; i < RELEASES_MAX; i++) {
      HsmKey key = retired.poll();
      if (key == null) {
        return;
      }
      try {
        member.release(key);
      } catch (HsmException e) {
        if (e.failure() == HsmFailure.UNAVAILABLE) {
          retired.add(key);
        }
        throw e;
      }
    }
  }

  /// The same for as many as there are now.
  void releaseAllRetired() {
    for (int left = retired.size(); left > 0; left -= RELEASES_MAX) {
      releaseRetired();
    }
  }

  private CachedKey lease(Material material) {
    KeyVersionId version = material.version();
    for (int i = 0; i < FOLLOW_ROUNDS_MAX; i++) {
      CachedKey cached = cache.getIfPresent(version);
      if (cached != null && cached.acquire()) {
        return cached;
      }
      CompletableFuture<CachedKey> mine = new CompletableFuture<>();
      CompletableFuture<CachedKey> first = loading.putIfAbsent(version, mine);
      if (first == null) {
        return load(material, mine);
      }
      CachedKey followed = follow(first);
      if (followed.acquire()) {
        return followed;
      }
    }
    // Evicted faster than followers can take it, which a small cache does: one for this call alone.
    CachedKey own = new CachedKey(unwrap(material));
    own.evict();
    return own;
  }

  private CachedKey load(Material material, CompletableFuture<CachedKey> mine) {
    KeyVersionId version = material.version();
    try {
      CachedKey raced = cache.getIfPresent(version);
      if (raced != null && raced.acquire()) {
        mine.complete(raced);
        return raced;
      }
      CachedKey key = new CachedKey(unwrap(material));
      cache.put(version, key);
      if (!loading.remove(version, mine)) {
        // Released while it was being unwrapped.
        cache.asMap().remove(version, key);
      }
      mine.complete(key);
      tidy();
      return key;
    } catch (RuntimeException e) {
      mine.completeExceptionally(e);
      throw e;
    } finally {
      loading.remove(version, mine);
      mine.cancel(false);
    }
  }

  private HsmKey unwrap(Material material) {
    try {
      return member.unwrap(material);
    } catch (HsmException e) {
      if (e.failure() == HsmFailure.ABSENT) {
        // The next reconciliation gives it back.
        installed.remove(material.version());
      }
      throw e.failure() == HsmFailure.BAD_CIPHERTEXT ? new NotUnwrapped(material, e) : e;
    }
  }

  private static CachedKey follow(CompletableFuture<CachedKey> first) {
    try {
      return first.get(FOLLOW_MILLIS_MAX, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw switch (e.getCause()) {
        case NotUnwrapped n -> n;
        case HsmException h -> new HsmException(h.failure(), "unwrapping failed", h);
        case null, default -> new HsmException(HsmFailure.UNAVAILABLE, "unwrapping failed", e);
      };
    } catch (TimeoutException | CancellationException e) {
      throw new HsmException(HsmFailure.UNAVAILABLE, "unwrapping does not end", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HsmException(HsmFailure.UNAVAILABLE, "interrupted while waiting for a key", e);
    }
  }

  private void giveBack(CachedKey key) {
    if (key.giveBack()) {
      retired.add(key.handle());
      tidy();
    }
  }

  private void retire(@Nullable CachedKey key) {
    if (key != null && key.evict()) {
      retired.add(key.handle());
    }
  }

  /// Releases on the way; a failure is not this caller's and shows at the next real call.
  private void tidy() {
    try {
      releaseRetired();
    } catch (HsmException e) {
      LOG.debug("keys were not released: {}", e.failure());
    } catch (RuntimeException e) {
      LOG.error("releasing a key failed", e);
    }
  }
}
