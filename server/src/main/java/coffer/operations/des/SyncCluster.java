package coffer.operations.des;

import coffer.model.ErrorCode;
import coffer.model.SecretBytes;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Gives every HSM of a cluster what it lacks.
public final class SyncCluster {
  private SyncCluster() {}

  /// What is asked.
  public record Request(
      @Doc("Id of the cluster.") String clusterId,
      @Doc(
              "The security officer's password on the HSM that gives the cluster's keys away; the one"
                  + " that enrolment was given by default.")
          Optional<SecretBytes> masterSecurityOfficerPassword) {}

  /// What is answered.
  public record Answer(@Doc("How each HSM was found.") List<Report> reports) {}

  /// One HSM.
  public record Report(
      @Doc("Id of the HSM.") String instanceId,
      @Doc("Whether it holds what it should.") boolean synchronised,
      @Doc("What is wrong with it.") Optional<String> trouble) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.DES,
          "SyncCluster",
          "Gives every HSM of a cluster what it lacks, and tells how each was found.",
          Request.class,
          Answer.class,
          Operation.Kind.CHANGE,
          Set.of(ErrorCode.RESOURCE_NOT_FOUND, ErrorCode.CLUSTER_STATE_INVALID),
          (_, _, request) -> new Target.Named("cluster", request.clusterId()),
          SyncCluster::perform);

  private static Answer perform(Services services, Call<Request> call) {
    return new Answer(
        services
            .administration()
            .life()
            .sync(
                Clusters.require(services, call.request().clusterId()).id(),
                call.request().masterSecurityOfficerPassword())
            .stream()
            .map(r ->
                new Report(
                    r.id().value(),
                    r.fine(),
                    Optional.of(r.trouble()).filter(text -> !text.isEmpty())))
            .toList());
  }
}
