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

/// Changes kmsuser's password on every HSM of a cluster, while it serves.
public final class ChangeCryptoUserPassword {
  private ChangeCryptoUserPassword() {}

  /// What is asked.
  public record Request(
      @Doc("Id of the cluster.") String clusterId,
      @Doc(
              "kmsuser's new password, 7 to 32 characters; left out to finish a change that was begun.")
          Optional<SecretBytes> cryptoUserPassword,
      @Doc(
              "The security officer's password, for HSMs that do not serve: it sets kmsuser's also"
                  + " where the old one is not known.")
          Optional<SecretBytes> securityOfficerPassword) {}

  /// What is answered.
  public record Answer(
      @Doc("Whether every HSM has it. Repeat without CryptoUserPassword until it is so.")
          boolean completed,
      @Doc("How it went on each HSM.") List<SyncCluster.Report> reports) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.DES,
          "ChangeCryptoUserPassword",
          "Changes kmsuser's password on every HSM of a cluster, while it serves.",
          Request.class,
          Answer.class,
          Operation.Kind.CHANGE,
          Set.of(ErrorCode.RESOURCE_NOT_FOUND, ErrorCode.CLUSTER_STATE_INVALID),
          (_, _, request) -> new Target.Named("cluster", request.clusterId()),
          ChangeCryptoUserPassword::perform);

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    List<SyncCluster.Report> reports =
        services
            .administration()
            .passwords()
            .run(
                Clusters.require(services, request.clusterId()).id(),
                request.cryptoUserPassword(),
                request.securityOfficerPassword())
            .stream()
            .map(SyncCluster::report)
            .toList();
    return new Answer(reports.stream().allMatch(SyncCluster.Report::synchronised), reports);
  }
}
