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

/// Creates the crypto user kmsuser on every HSM of a cluster.
public final class CreateCryptoUser {
  private CreateCryptoUser() {}

  /// What is asked.
  public record Request(
      @Doc("Id of the cluster.") String clusterId,
      @Doc("kmsuser's password, 7 to 32 characters.") SecretBytes cryptoUserPassword,
      @Doc("The security officer's password on it; the one that enrolment was given by default.")
          Optional<SecretBytes> securityOfficerPassword) {}

  public static final Operation<Request, Done> OPERATION =
      Operation.of(
          Api.DES,
          "CreateCryptoUser",
          "Creates the crypto user kmsuser on every HSM of a cluster.",
          Request.class,
          Done.class,
          Operation.Kind.CHANGE,
          Set.of(ErrorCode.RESOURCE_NOT_FOUND, ErrorCode.CLUSTER_STATE_INVALID),
          (_, _, request) -> new Target.Named("cluster", request.clusterId()),
          CreateCryptoUser::perform);

  private static Done perform(Services services, Call<Request> call) {
    Request request = call.request();
    services
        .administration()
        .life()
        .createCryptoUser(
            Clusters.require(services, request.clusterId()).id(),
            request.securityOfficerPassword(),
            request.cryptoUserPassword());
    return new Done();
  }
}
