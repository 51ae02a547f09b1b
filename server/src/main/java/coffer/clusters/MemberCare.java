package coffer.clusters;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.HsmMember;
import coffer.model.ClusterMember;
import coffer.model.HsmCluster;
import coffer.model.HsmId;
import coffer.model.KmsException;
import coffer.model.SecretBytes;
import coffer.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Looks after the members of a cluster, one by one: gives each what it lacks, puts those into
/// quarantine that fail what every member must pass, and lets those out that pass again.
final class MemberCare {
  private final Store store;
  private final MemberAccess members;
  private final MemberPins pins;
  private final MemberGate gate;
  private final Quarantine quarantine;
  private final DomainSpread domain;

  MemberCare(
      Store store,
      MemberAccess members,
      MemberPins pins,
      MemberGate gate,
      Quarantine quarantine,
      DomainSpread domain) {
    this.store = store;
    this.members = members;
    this.pins = pins;
    this.gate = gate;
    this.quarantine = quarantine;
    this.domain = domain;
  }

  /// @param officer the security officer's password on the HSM that gives the domain keys away
  /// @param cryptoUser kmsuser's, for members that refused the one that is kept
  List<SyncReport> sync(
      HsmCluster cluster,
      Optional<SecretBytes> officer,
      Optional<SecretBytes> cryptoUser,
      Progress progress) {
    HsmCluster settled = domain.settle(cluster);
    List<SyncReport> reports = new ArrayList<>();
    for (ClusterMember member : settled.members()) {
      String trouble;
      try {
        trouble =
            quarantine.holds(member)
                ? tryAgain(settled, member, officer, cryptoUser)
                : look(settled, member, officer);
      } catch (KmsException e) {
        trouble = String.valueOf(e.getMessage());
      }
      reports.add(new SyncReport(member.id(), trouble.isEmpty(), trouble));
      progress.reached(100 * reports.size() / (settled.members().size() + 1));
    }
    return reports;
  }

  /// It is no member any more.
  void release(HsmId hsm) {
    quarantine.release(hsm);
  }

  private String look(HsmCluster cluster, ClusterMember member, Optional<SecretBytes> officer) {
    if (!member.holdsDomainKeys()) {
      ClusterMember admitted = domain.admit(cluster, member, officer);
      HsmCluster _ =
          store.inTransaction(transaction ->
              transaction
                  .clusters()
                  .update(cluster.id(), old -> old.withMember(member.id(), _ -> admitted)));
      return admitted.holdsDomainKeys() ? "" : "it has no domain keys yet";
    }
    DomainChecks checks = domain.checks(cluster);
    String unfit =
        members.with(
            cluster,
            member,
            hsm -> {
              domain.replenish(cluster, hsm, officer);
              return unfit(hsm, checks);
            });
    if (!unfit.isEmpty()) {
      quarantine.put(member.id(), unfit);
      return "in quarantine: " + unfit;
    }
    return "";
  }

  /// Why a member must not serve; empty when it may.
  private String unfit(HsmMember hsm, DomainChecks checks) {
    try {
      gate.requireFit(hsm, checks);
      return "";
    } catch (HsmException e) {
      if (e.failure() == HsmFailure.CREDENTIAL) {
        return String.valueOf(e.getMessage());
      }
      throw e;
    }
  }

  private String tryAgain(
      HsmCluster cluster,
      ClusterMember member,
      Optional<SecretBytes> officer,
      Optional<SecretBytes> cryptoUser) {
    Consumer<HsmMember> first = hsm -> domain.replenish(cluster, hsm, officer);
    try (SecretBytes pin =
        cryptoUser.map(SecretBytes::copy).orElseGet(() -> members.pin(cluster, member))) {
      return switch (gate.attempt(cluster, member, domain.checks(cluster), pin, first)) {
        case ACCEPTED -> {
          cryptoUser.ifPresent(password -> pins.keep(member.id(), password));
          quarantine.release(member.id());
          yield "";
        }
        case PASSWORD_REFUSED ->
            "in quarantine: it refused kmsuser's password, which was tried once: say"
                + " CryptoUserPassword; if the HSM has locked it, its security officer sets it"
                + " anew (ChangeCryptoUserPassword)";
        case FOREIGN_HSM -> "in quarantine: " + quarantine.reason(member.id()).orElse("");
        case UNREACHABLE -> "in quarantine, and it does not answer";
      };
    }
  }
}
