package coffer.clusters;

import coffer.hsm.ClusterHsm;
import coffer.model.ClusterId;
import coffer.model.HsmId;
import coffer.model.HsmJobId;
import coffer.model.SecretBytes;
import coffer.store.Store;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// What the owner of HSMs does with them.
///
/// @param registry HSMs on their way into a cluster
/// @param life of the clusters
/// @param jobs steps of that life which may outlast a call
public record ClusterAdministration(
    HsmRegistry registry, ClusterLife life, ClusterJobs jobs, AutoCloseable secrets)
    implements AutoCloseable {

  /// New names and passwords.
  public record Names(
      Supplier<ClusterId> clusters,
      Supplier<HsmId> hsms,
      Supplier<HsmJobId> jobs,
      Supplier<SecretBytes> pins) {}

  /// Less than clients wait for an answer: those of the HSM OpenAPI give up after ten seconds.
  private static final Duration ANSWER_WAIT_MAX = Duration.ofSeconds(8);

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
    ClusterJobs jobs = new ClusterJobs(store, clock, names.jobs(), ANSWER_WAIT_MAX);
    jobs.endWhatWasCutOff();
    return new ClusterAdministration(registry, life, jobs, officers);
  }

  @Override
  public void close() {
    jobs.close();
    try {
      secrets.close();
    } catch (Exception e) {
      throw new IllegalStateException("passwords do not let themselves be wiped", e);
    }
  }
}
