package coffer.hsm.cluster;

import coffer.hsm.ClusterHsm;
import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.HsmMember;
import coffer.hsm.KeyBook;
import coffer.hsm.Material;
import coffer.model.HsmId;
import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import coffer.model.KeyVersionId;
import coffer.model.WrapFormat;
import coffer.model.WrappedKey;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keys that rest inside the members, on each of them.
///
/// A key is made in the members first and in the books afterwards, which name it a remnant until
/// then. A key leaves the books first and the members afterwards; a member that is away is rid of
/// it before it serves again. What the books name a remnant is removed, once it is too old to be on
/// its way into them; what they do not know stays where it is, for they may be older than the
/// member. A member gets what it lacks from another one, as the wrapped copy beside each key.
final class InternalKeys {
  private static final Logger LOG = LoggerFactory.getLogger(InternalKeys.class);

  /// What is on one member only dies with it.
  private static final int MEMBERS_MIN = 2;

  /// Longer than any creation takes from the HSM to the store.
  private static final Duration YOUNG = Duration.ofMinutes(10);

  private static final int RECENT_MAX = 100_000;

  private final Roster roster;
  private final KeyBook book;

  /// On their way into the books.
  private final Cache<KeyVersionId, Boolean> young;

  /// Destroyed of late, perhaps while a member was on its way back.
  private final Cache<KeyVersionId, Boolean> gone;

  InternalKeys(Roster roster, KeyBook book, Ticker ticker) {
    this.roster = roster;
    this.book = book;
    this.young = recent(ticker);
    this.gone = recent(ticker);
  }

  private static Cache<KeyVersionId, Boolean> recent(Ticker ticker) {
    return Caffeine.newBuilder()
        .maximumSize(RECENT_MAX)
        .expireAfterWrite(YOUNG)
        .ticker(ticker)
        .build();
  }

  /// @param generate wrapped material, proven by a second member
  WrappedKey create(
      KeyVersionId version, KeySpec spec, Set<KeyUsage> usages, Supplier<WrappedKey> generate) {
    requireMembers(roster.serving().length);
    young.put(version, true);
    WrappedKey wrapped = generate.get();
    Material copy = new Material(version, spec, usages, wrapped);
    WrappedKey named =
        new WrappedKey(
            wrapped.kekVersion(),
            WrapFormat.INTERNAL,
            PublicKeyCheck.sha256(wrapped.wrapped()),
            wrapped.publicKey());
    try {
      requireMembers(install(copy, copy.with(named)));
      return named;
    } catch (RuntimeException e) {
      forget(version);
      throw e;
    }
  }

  /// The same of a version that may be inside already, of an attempt that was cut off.
  WrappedKey replace(
      KeyVersionId version, KeySpec spec, Set<KeyUsage> usages, Supplier<WrappedKey> generate) {
    for (Link link : roster.serving()) {
      if (link.keys().installed().contains(version)) {
        remove(link.member(), link.keys(), version);
      }
    }
    return create(version, spec, usages, generate);
  }

  /// On every member that serves, where it is used at once: on the first, and by the others to the
  /// same end.
  ///
  /// @return on how many of them
  private int install(Material copy, Material inside) {
    int members = 0;
    @Nullable KeyProof proof = null;
    @Nullable HsmException unsupported = null;
    for (Link link : roster.serving()) {
      link.enter();
      try {
        HsmMember member = link.member();
        member.install(copy);
        link.keys().installed().add(copy.version());
        if (proof == null) {
          proof = KeyProof.by(member, inside);
        }
        if (!proof.holdsOn(member)) {
          remove(member, link.keys(), copy.version());
          throw FailOver.unavailable("a new key is not the same inside another member");
        }
        members++;
      } catch (HsmException e) {
        LOG.warn("member {} did not take a new key in", link.seat().place().id(), e);
        unsupported = e.failure() == HsmFailure.UNSUPPORTED ? e : unsupported;
        FailOver.note(link, e);
      } finally {
        link.leave();
      }
    }
    if (members < MEMBERS_MIN && unsupported != null) {
      throw unsupported;
    }
    return members;
  }

  private static void requireMembers(int members) {
    if (members < MEMBERS_MIN) {
      throw FailOver.unavailable("a key inside HSMs needs two of them, and fewer serve");
    }
  }

  /// Removes a key for good. Members that are away are rid of it before they serve.
  void forget(KeyVersionId version) {
    gone.put(version, true);
    young.invalidate(version);
    for (Link link : roster.serving()) {
      if (link.keys().installed().contains(version)) {
        try {
          remove(link.member(), link.keys(), version);
        } catch (HsmException e) {
          FailOver.note(link, e);
        }
      }
    }
  }

  private static void remove(HsmMember member, MemberKeys keys, KeyVersionId version) {
    keys.forget(version);
    member.uninstall(version);
    keys.installed().remove(version);
  }

  /// Before a member serves: rids it of remnants, and gives it what it lacks as far as others have
  /// it.
  ///
  /// @param doing hears how far it is
  void prepare(Connection candidate, Consumer<String> doing) {
    MemberKeys keys = candidate.keys();
    Set<KeyVersionId> there = candidate.member().installed();
    keys.installed().retainAll(there);
    keys.installed().addAll(there);
    List<Material> expected = book.internalKeys();
    removeRemnants(candidate.member(), keys);
    int unknown = unknown(keys.installed()).size();
    if (unknown > 0) {
      LOG.warn("{} keys inside an HSM are not in the store: is this an older store?", unknown);
    }
    supply(candidate.member(), keys, expected, doing);
    for (KeyVersionId version : gone.asMap().keySet()) {
      if (keys.installed().contains(version)) {
        remove(candidate.member(), keys, version);
      }
    }
  }

  /// The same for the members that serve, from what is known of them.
  void reconcile() {
    List<Material> expected = book.internalKeys();
    Map<KeyVersionId, Integer> copies = new HashMap<>();
    for (Link link : roster.serving()) {
      try {
        removeRemnants(link.member(), link.keys());
        supply(link.member(), link.keys(), expected, _ -> {});
      } catch (HsmException e) {
        FailOver.note(link, e);
      }
      link.keys().installed().forEach(version -> copies.merge(version, 1, Integer::sum));
    }
    long few =
        expected.stream()
            .filter(key -> copies.getOrDefault(key.version(), 0) < MEMBERS_MIN)
            .count();
    if (few > 0) {
      LOG.warn("{} keys are inside fewer than {} HSMs that serve", few, MEMBERS_MIN);
    }
  }

  private void removeRemnants(HsmMember member, MemberKeys keys) {
    Set<KeyVersionId> remnants = new HashSet<>(book.remnants());
    remnants.retainAll(keys.installed());
    for (KeyVersionId version : remnants) {
      if (young.getIfPresent(version) == null) {
        LOG.info("key version {} was destroyed or never came to be: removed from an HSM", version);
        remove(member, keys, version);
      }
    }
  }

  /// What is inside the members that serve.
  Map<HsmId, ClusterHsm.Inside> held() {
    Map<HsmId, ClusterHsm.Inside> held = new HashMap<>();
    for (Link link : roster.serving()) {
      Set<KeyVersionId> installed = Set.copyOf(link.keys().installed());
      Set<KeyVersionId> unknown = unknown(installed);
      held.put(
          link.seat().place().id(),
          new ClusterHsm.Inside(installed.size() - unknown.size(), List.copyOf(unknown)));
    }
    return held;
  }

  /// What is in no book. These are read last, remnants first, so that what is being made is in one.
  private Set<KeyVersionId> unknown(Set<KeyVersionId> installed) {
    Set<KeyVersionId> unknown = new HashSet<>(installed);
    book.remnants().forEach(unknown::remove);
    book.internalKeys().forEach(key -> unknown.remove(key.version()));
    unknown.removeIf(version -> gone.getIfPresent(version) != null);
    return unknown;
  }

  private void supply(
      HsmMember member, MemberKeys keys, List<Material> expected, Consumer<String> doing) {
    List<Material> lacking = new ArrayList<>(expected);
    lacking.removeIf(key -> keys.installed().contains(key.version()));
    int done = 0;
    for (Material key : lacking) {
      doing.accept("taking keys in: %d of %d".formatted(done++, lacking.size()));
      Optional<WrappedKey> copy = copyOf(key, member);
      if (copy.isEmpty() || gone.getIfPresent(key.version()) != null) {
        continue;
      }
      try {
        member.install(key.with(copy.get()));
        keys.installed().add(key.version());
      } catch (HsmException e) {
        switch (e.failure()) {
          case UNAVAILABLE, STALE_KEY, CREDENTIAL, BUSY -> throw e;
          case CALLER, BAD_CIPHERTEXT, UNSUPPORTED, ABSENT ->
              LOG.error("an HSM does not take key version {} in", key.version(), e);
        }
      }
    }
  }

  /// From any other member; the books say what it must be.
  private Optional<WrappedKey> copyOf(Material key, HsmMember but) {
    for (Link link : roster.serving()) {
      if (link.member().equals(but) || !link.keys().installed().contains(key.version())) {
        continue;
      }
      try {
        Optional<WrappedKey> copy = link.member().installedCopy(key.version());
        if (copy.filter(found -> isOf(key, found)).isPresent()) {
          return copy.map(found -> withPublicKey(found, key.wrapped().publicKey()));
        }
        LOG.error("member {} has no true copy of a key", link.seat().place().id());
      } catch (HsmException e) {
        FailOver.note(link, e);
      }
    }
    return Optional.empty();
  }

  private static WrappedKey withPublicKey(WrappedKey copy, byte[] publicKey) {
    return new WrappedKey(copy.kekVersion(), copy.format(), copy.wrapped(), publicKey);
  }

  private static boolean isOf(Material key, WrappedKey copy) {
    return copy.kekVersion() == key.wrapped().kekVersion()
        && MessageDigest.isEqual(PublicKeyCheck.sha256(copy.wrapped()), key.wrapped().wrapped());
  }
}
