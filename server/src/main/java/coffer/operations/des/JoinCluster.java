package coffer.operations.des;

import coffer.model.ErrorCode;
import coffer.model.SecretBytes;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import java.util.Optional;
import java.util.Set;

/// Takes an enrolled HSM into a cluster and clones the cluster's keys to it.
public final class JoinCluster {
  private JoinCluster() {}

  /// What is asked.
  public record Request(
      @Doc("Id of the cluster.") String clusterId,
      @Doc("Id of the HSM.") String instanceId,
      @Doc("The security officer's password on it; the one that enrolment was given by default.")
          Optional<SecretBytes> securityOfficerPassword,
      @Doc("The same on the HSM that gives the cluster's keys away.")
          Optional<SecretBytes> masterSecurityOfficerPassword) {}

  public static final Operation<Request, Done> OPERATION =
      Operation.of(
          Api.DES,
          "JoinCluster",
          "Takes an enrolled HSM into a cluster and clones the cluster's keys to it.",
          Request.class,
          Done.class,
          Operation.Kind.CHANGE,
          Set.of(ErrorCode.RESOURCE_NOT_FOUND, ErrorCode.CLUSTER_STATE_INVALID),
          (_, _, request) -> new Target.Named("cluster", request.clusterId()),
          JoinCluster::perform);

  private static Done perform(Services services, Call<Request> call) {
    Request request = call.request();
    services
        .administration()
        .life()
        .join(
            Clusters.require(services, request.clusterId()).id(),
            request.instanceId(),
            request.securityOfficerPassword(),
            request.masterSecurityOfficerPassword());
    return new Done();
  }
}
