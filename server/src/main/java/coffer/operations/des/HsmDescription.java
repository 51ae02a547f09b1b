package coffer.operations.des;

import coffer.hsm.ClusterHsm;
import coffer.model.HsmCluster;
import coffer.model.HsmId;
import coffer.model.KmsInstance;
import coffer.model.RegisteredHsm;
import coffer.operations.Doc;
import coffer.operations.Services;
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
        Optional.of(hsm.remark()).filter(text -> !text.isEmpty()),
        hsm.registered().toEpochMilli());
  }

  static HsmDescription of(Services services, Clusters.Seat seat) {
    Optional<ClusterHsm.MemberHealth> health = health(services, seat.cluster(), seat.member().id());
    boolean serves = health.filter(h -> h.state() == ClusterHsm.State.SERVING).isPresent();
    return new HsmDescription(
        seat.member().id().value(),
        serves ? "ACTIVE" : "FAILURE",
        serves
            ? Optional.empty()
            : Optional.of(
                health.map(ClusterHsm.MemberHealth::reason).orElse("no instance is connected")),
        seat.member().zone(),
        services.account().region(),
        Optional.of(seat.cluster().id().value()),
        Optional.of(seat.cluster().name()),
        seat.isMaster(),
        seat.member().label(),
        seat.member().serial(),
        seat.member().uri().toString(),
        Optional.of(seat.member().warnings()).filter(w -> !w.isEmpty()),
        seat.member().identCertificate(),
        Optional.of(seat.member().remark()).filter(text -> !text.isEmpty()),
        seat.member().joined().toEpochMilli());
  }

  private static Optional<ClusterHsm.MemberHealth> health(
      Services services, HsmCluster cluster, HsmId id) {
    return services.instances().page(0, 1000).stream()
        .filter(instance -> instance.cluster().filter(cluster.id()::equals).isPresent())
        .map(KmsInstance::id)
        .flatMap(instance -> services.instances().connection(instance).stream())
        .flatMap(connection -> connection.health().stream())
        .filter(member -> member.id().equals(id))
        .findFirst();
  }
}
