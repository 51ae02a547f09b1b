package coffer.clusters;

import coffer.hsm.ClusterHsm;
import coffer.model.ClusterId;
import coffer.model.HsmId;
import coffer.model.SecretBytes;
import coffer.store.Store;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// What the owner of HSMs does with them.
///
/// @param registry HSMs on their way into a cluster
/// @param life of the clusters
public record ClusterAdministration(HsmRegistry registry, ClusterLife life, AutoCloseable secrets)
    implements AutoCloseable {

  /// New names and passwords.
  public record Names(
      Supplier<ClusterId> clusters, Supplier<HsmId> hsms, Supplier<SecretBytes> pins) {}

  /// What the connection of the instance that is bound to a cluster lends.
  ///
  /// @param kept kmsuser's password; the caller owns it
  public record Connected(
      Function<ClusterId, Optional<SecretBytes>> kept,
      Function<ClusterId, Optional<ClusterHsm>> live,
      ClusterLife.SeatChange seats) {}

  public static ClusterAdministration of(
      Store store,
      HsmProviders providers,
      Clock clock,
      SecureRandom random,
      Names names,
      PinVault vault,
      Connected connected) {
    OfficerPasswords officers = new OfficerPasswords();
    MemberPins pins = new MemberPins(store, vault);
    MemberAccess access = new MemberAccess(providers, pins, connected.kept(), connected.live());
    HsmRegistry registry =
        new HsmRegistry(store, providers, clock, names.hsms(), names.pins(), pins, officers);
    DomainSpread domain =
        new DomainSpread(store, clock, new IdentCertificates(random), officers, access);
    ClusterLife life =
        new ClusterLife(
            store,
            providers,
            clock,
            names.clusters(),
            registry,
            pins,
            officers,
            access,
            domain,
            connected.seats());
    return new ClusterAdministration(registry, life, officers);
  }

  @Override
  public void close() {
    try {
      secrets.close();
    } catch (Exception e) {
      throw new IllegalStateException("passwords do not let themselves be wiped", e);
    }
  }
}
