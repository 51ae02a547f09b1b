package coffer.operations.des;

import coffer.clusters.IdentityCheck;
import coffer.hsm.ClusterHsm;
import coffer.model.HsmCluster;
import coffer.model.HsmId;
import coffer.model.RegisteredHsm;
import coffer.operations.Doc;
import coffer.operations.Services;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An HSM as GetInstance and ListInstances answer it.
public record HsmDescription(
    @Doc("Id of the HSM.") String instanceId,
    @Doc("ACTIVE; PENDING before it is in a cluster; FAILURE while it does not serve.")
        String status,
    @Doc("Why it does not serve.") Optional<String> statusReason,
    @Doc("Its zone.") String zoneId,
    @Doc("Region label.") String regionId,
    @Doc("Cluster it belongs to.") Optional<String> clusterId,
    @Doc("Name of the cluster.") Optional<String> clusterName,
    @Doc("Whether it is the cluster's master.") boolean master,
    @Doc("Label of its token.") String tokenLabel,
    @Doc("Serial number of its token.") String tokenSerial,
    @Doc("Where its driver finds it.") String uri,
    @Doc("Why it is in quarantine: not used, until SyncCluster finds it well.")
        Optional<String> quarantine,
    @Doc("BEFORE_PIN or AFTER_PIN: when it last proved its identity, seen from its login.")
        Optional<String> identityProof,
    @Doc("When that was, in epoch milliseconds.") Optional<Long> identityProofTime,
    @Doc("What probing found.") Optional<String> warnings,
    @Doc("Its identity certificate, in PEM.") Optional<String> identCertificate,
    @Doc("Free text of the operator.") Optional<String> remark,
    @Doc("When it was registered or joined, in epoch milliseconds.") long createTime) {

  static HsmDescription of(Services services, RegisteredHsm hsm) {
    return new HsmDescription(
        hsm.id().value(),
        "PENDING",
        Optional.of(hsm.enrolled() ? "it is in no cluster" : "it is not enrolled"),
        hsm.zone(),
        services.account().region(),
        Optional.empty(),
        Optional.empty(),
        false,
        hsm.label(),
        hsm.serial(),
        hsm.uri().toString(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(hsm.remark()).filter(text -> !text.isEmpty()),
        hsm.registered().toEpochMilli());
  }

  static HsmDescription of(Services services, Clusters.Seat seat) {
    HsmId id = seat.member().id();
    Optional<ClusterHsm> connection = connection(services, seat.cluster());
    Optional<ClusterHsm.MemberHealth> health =
        connection.flatMap(
            hsm -> hsm.health().stream().filter(member -> member.id().equals(id)).findFirst());
    boolean serves = health.filter(h -> h.state() == ClusterHsm.State.SERVING).isPresent();
    Optional<String> quarantine = services.clusters().quarantine().reason(id);
    Optional<IdentityCheck> check = services.clusters().identityCheck(id);
    return new HsmDescription(
        id.value(),
        serves ? "ACTIVE" : "FAILURE",
        serves
            ? Optional.empty()
            : Optional.of(
                quarantine
                    .map(why -> "in quarantine: " + why)
                    .or(() -> health.map(ClusterHsm.MemberHealth::reason))
                    .orElse("no instance is connected")),
        seat.member().zone(),
        services.account().region(),
        Optional.of(seat.cluster().id().value()),
        Optional.of(seat.cluster().name()),
        seat.isMaster(),
        seat.member().label(),
        seat.member().serial(),
        seat.member().uri().toString(),
        quarantine,
        check.map(c -> c.beforePin() ? "BEFORE_PIN" : "AFTER_PIN"),
        check.map(c -> c.at().toEpochMilli()),
        warnings(connection, seat),
        seat.member().identCertificate(),
        Optional.of(seat.member().remark()).filter(text -> !text.isEmpty()),
        seat.member().joined().toEpochMilli());
  }

  /// As the member says now; as it said when it joined, while it is not up.
  private static Optional<String> warnings(Optional<ClusterHsm> connection, Clusters.Seat seat) {
    return connection
        .map(hsm -> String.join("; ", warnings(hsm, seat.member().id())))
        .filter(text -> !text.isEmpty())
        .or(() -> Optional.of(seat.member().warnings()))
        .filter(text -> !text.isEmpty());
  }

  private static List<String> warnings(ClusterHsm hsm, HsmId id) {
    List<String> warnings = new ArrayList<>(hsm.warnings(id));
    Optional.ofNullable(hsm.internalKeys().get(id))
        .map(inside -> inside.unknown().size())
        .filter(unknown -> unknown > 0)
        .ifPresent(unknown ->
            warnings.add(
                unknown
                    + " keys inside it are not in the store, which may be older than the HSM:"
                    + " see GetClusterKeys"));
    return warnings;
  }

  private static Optional<ClusterHsm> connection(Services services, HsmCluster cluster) {
    return services.instances().connectionTo(cluster.id());
  }
}
