package coffer.operations.des;

import coffer.model.ErrorCode;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import java.util.Set;

/// Takes the cluster certificate that the owner signed, and the owner's CA certificate.
public final class ConfigClusterCertificate {
  private ConfigClusterCertificate() {}

  /// What is asked.
  public record Request(
      @Doc("Id of the cluster.") String clusterId,
      @Doc("What the owner made of ClusterCsr, in PEM: a CA certificate with path length 0.")
          String clusterCertificate,
      @Doc("The owner's CA certificate, in PEM, self-signed.") String issuerCertificate) {}

  public static final Operation<Request, Done> OPERATION =
      Operation.of(
          Api.DES,
          "ConfigClusterCertificate",
          "Takes the cluster certificate that the owner signed, and the owner's CA certificate.",
          Request.class,
          Done.class,
          Operation.Kind.CHANGE,
          Set.of(ErrorCode.RESOURCE_NOT_FOUND, ErrorCode.CLUSTER_STATE_INVALID),
          (_, _, request) -> new Target.Named("cluster", request.clusterId()),
          ConfigClusterCertificate::perform);

  private static Done perform(Services services, Call<Request> call) {
    Request request = call.request();
    services
        .administration()
        .life()
        .certify(
            Clusters.require(services, request.clusterId()).id(),
            request.clusterCertificate(),
            request.issuerCertificate());
    return new Done();
  }
}
