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
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// What the owner of HSMs does with them.
///
/// @param registry HSMs on their way into a cluster
/// @param life of the clusters
/// @param passwords kmsuser's, and how it changes
/// @param jobs steps of that life which may outlast a call
public record ClusterAdministration(
    HsmRegistry registry,
    ClusterLife life,
    PasswordChange passwords,
    Sealing sealing,
    ClusterJobs jobs,
    AutoCloseable secrets)
    implements AutoCloseable {
  private static final int CLUSTERS_MAX = 1_000;

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
  /// @param officers the security officer's password on the HSMs of a cluster that the service made
  ///   by itself; the caller owns it
  /// @param keep keeps another password for that instance
  public record Connected(
      Function<ClusterId, Optional<SecretBytes>> kept,
      Function<ClusterId, Optional<SecretBytes>> officers,
      Function<ClusterId, Optional<ClusterHsm>> live,
      ClusterLife.SeatChange seats,
      BiConsumer<ClusterId, SecretBytes> keep) {}

  public static ClusterAdministration of(
      Store store,
      HsmProviders providers,
      Clock clock,
      SecureRandom random,
      Names names,
      PinVault vault,
      Connected connected) {
    OfficerPasswords officers = new OfficerPasswords(ownOfficers(store, connected.officers()));
    IdentCertificates certificates = new IdentCertificates(random);
    Quarantine quarantine = new Quarantine(store);
    MemberPins pins = new MemberPins(store, vault);
    MemberLogins logins = new MemberLogins(store, vault);
    OneAtATime turn = new OneAtATime();
    MemberAccess access =
        new MemberAccess(providers, pins, logins, connected.kept(), connected.live());
    HsmRegistry registry =
        new HsmRegistry(store, providers, clock, names.hsms(), names.pins(), pins, officers);
    DomainSpread domain =
        new DomainSpread(store, clock, certificates, officers, access, quarantine);
    MemberCare care =
        new MemberCare(
            store,
            access,
            pins,
            new MemberGate(providers, clock, certificates, logins),
            quarantine,
            domain);
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
            care,
            connected.seats(),
            turn);
    PasswordChange passwords =
        new PasswordChange(
            store, providers, pins, logins, access, officers, connected.keep(), names.pins(), turn);
    Sealing sealing = new Sealing(store, access, quarantine, turn);
    ClusterJobs jobs = new ClusterJobs(store, clock, names.jobs(), ANSWER_WAIT_MAX);
    jobs.endWhatWasCutOff();
    return new ClusterAdministration(registry, life, passwords, sealing, jobs, officers);
  }

  private static Function<HsmId, Optional<SecretBytes>> ownOfficers(
      Store store, Function<ClusterId, Optional<SecretBytes>> officers) {
    return hsm ->
        store.read(view -> view.clusters().page(0, CLUSTERS_MAX)).stream()
            .filter(cluster -> cluster.member(hsm).isPresent())
            .findFirst()
            .flatMap(cluster -> officers.apply(cluster.id()));
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
