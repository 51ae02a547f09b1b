package coffer.clusters;

import coffer.hsm.Hsm;
import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.HsmIdentity;
import coffer.hsm.HsmKey;
import coffer.hsm.HsmLocation;
import coffer.hsm.HsmMember;
import coffer.hsm.HsmProvider;
import coffer.hsm.IdentityGuard;
import coffer.hsm.Material;
import coffer.model.ClusterMember;
import coffer.model.HsmCluster;
import coffer.model.HsmId;
import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import coffer.model.KeyVersionId;
import coffer.model.KmsException;
import coffer.model.SecretBytes;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens members of clusters, and lets in only those that prove their identity, hold the cluster's
/// keys, and wrap and unwrap in a format that is known. Whatever of this fails is CREDENTIAL: a
/// member that must not serve until an operator has seen to it.
final class MemberGate {
  private static final Logger LOG = LoggerFactory.getLogger(MemberGate.class);
  private static final Set<KeyUsage> USAGES = Set.of(KeyUsage.ENCRYPT_DECRYPT);

  private final HsmProviders providers;
  private final Clock clock;
  private final IdentCertificates certificates;
  private final MemberLogins logins;
  private final Map<HsmId, IdentityCheck> checks = new ConcurrentHashMap<>();

  MemberGate(
      HsmProviders providers, Clock clock, IdentCertificates certificates, MemberLogins logins) {
    this.providers = providers;
    this.clock = clock;
    this.certificates = certificates;
    this.logins = logins;
  }

  /// How the identity of a member was last proven.
  Optional<IdentityCheck> lastCheck(HsmId hsm) {
    return Optional.ofNullable(checks.get(hsm));
  }

  /// One login attempt, with a token of the right serial number only. From then on each new
  /// connection of the driver proves the identity anew.
  HsmMember open(HsmCluster cluster, ClusterMember member, SecretBytes pin) {
    return open(cluster, member, pin, guard(cluster, member));
  }

  /// Tries a password, once, and all that a member must pass besides.
  ///
  /// @param first is done to the member that proved its identity, before it must pass
  PasswordTrial attempt(
      HsmCluster cluster,
      ClusterMember member,
      DomainChecks checks,
      SecretBytes pin,
      Consumer<HsmMember> first) {
    AtomicBoolean foreign = new AtomicBoolean();
    IdentityGuard guard = guard(cluster, member);
    IdentityGuard watched =
        (identity, loggedIn, sign) -> {
          foreign.set(true);
          guard.require(identity, loggedIn, sign);
          foreign.set(false);
        };
    try (HsmMember hsm = open(cluster, member, pin, watched)) {
      foreign.set(true);
      first.accept(hsm);
      requireFit(hsm, checks);
      return PasswordTrial.ACCEPTED;
    } catch (HsmException e) {
      LOG.warn("HSM {} does not serve", member.id(), e);
      if (e.failure() != HsmFailure.CREDENTIAL) {
        return PasswordTrial.UNREACHABLE;
      }
      return foreign.get() ? PasswordTrial.FOREIGN_HSM : PasswordTrial.PASSWORD_REFUSED;
    }
  }

  private HsmMember open(
      HsmCluster cluster, ClusterMember member, SecretBytes pin, IdentityGuard guard) {
    HsmProvider provider = providers.of(member.uri());
    HsmLocation location = providers.location(member.uri());
    Optional<HsmIdentity> seen = provider.status(location).identity();
    if (seen.isPresent() && !seen.get().serial().equals(member.serial())) {
      return refuse(guard, seen.get());
    }
    return logins.with(
        cluster.id(), member.id(), pin, right -> provider.open(location, right, guard));
  }

  /// The guard says what is wrong, and the PIN stays here.
  private static HsmMember refuse(IdentityGuard guard, HsmIdentity identity) {
    guard.require(identity, false, message -> message);
    throw new HsmException(HsmFailure.CREDENTIAL, "the token has another serial number");
  }

  /// That an open member can do what every member must.
  void requireFit(HsmMember hsm, DomainChecks checks) {
    try {
      if (!checks.pass(hsm)) {
        throw new HsmException(HsmFailure.CREDENTIAL, "the token holds other domain keys");
      }
      requireWrap(hsm);
    } catch (HsmException e) {
      switch (e.failure()) {
        case BAD_CIPHERTEXT ->
            throw new HsmException(HsmFailure.CREDENTIAL, "the token holds another KEK", e);
        case UNSUPPORTED, CALLER ->
            throw new HsmException(
                HsmFailure.CREDENTIAL,
                "the token does not wrap and unwrap in a known format: " + e.getMessage(),
                e);
        case STALE_KEY, UNAVAILABLE, BUSY, CREDENTIAL, ABSENT -> throw e;
      }
    }
  }

  private static void requireWrap(Hsm hsm) {
    KeySpec spec = KeySpec.ALIYUN_AES_256;
    HsmKey key =
        hsm.unwrap(
            new Material(
                new KeyVersionId(new UUID(0, 1)), spec, USAGES, hsm.generate(spec, USAGES)));
    hsm.release(key);
  }

  private IdentityGuard guard(HsmCluster cluster, ClusterMember member) {
    return (identity, loggedIn, sign) -> {
      requireSerial(identity, member);
      Instant now = clock.instant();
      try {
        certificates.prove(identity.serial(), sign, cluster.id(), Chains.of(cluster, member), now);
      } catch (KmsException e) {
        throw new HsmException(
            HsmFailure.CREDENTIAL, "the token does not prove its identity: " + e.getMessage(), e);
      }
      checks.put(member.id(), new IdentityCheck(!loggedIn, now));
    };
  }

  private static void requireSerial(HsmIdentity identity, ClusterMember member) {
    if (!identity.serial().equals(member.serial())) {
      throw new HsmException(HsmFailure.CREDENTIAL, "the token has another serial number");
    }
  }
}
