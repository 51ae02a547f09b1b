package coffer.operations.kms;

import coffer.model.KeyVersion;
import coffer.model.KeyVersionId;
import coffer.model.SigningAlgorithm;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.DryRun;
import coffer.operations.KeyRefs;
import coffer.operations.Operation;
import coffer.operations.Services;
import java.util.Optional;

/// Signs a SHA-256 digest.
public final class AsymmetricSign {
  private static final String NAME = "AsymmetricSign";

  private AsymmetricSign() {}

  /// What is asked.
  public record Request(
      @Doc("Id, alias or ARN of the key.") String keyId,
      @Doc("Version to use; the newest by default.") Optional<KeyVersionId> keyVersionId,
      @Doc("Signature algorithm, one that suits the key.") SigningAlgorithm algorithm,
      @Doc("SHA-256 digest of the message, 32 bytes.") byte[] digest,
      @Doc("Only say whether it would be done.") Optional<Boolean> dryRun)
      implements DryRun {}

  /// What is answered.
  public record Answer(
      @Doc("The signature; DER for ECDSA.") byte[] value,
      @Doc("Id of the key.") String keyId,
      @Doc("The version that was used.") KeyVersionId keyVersionId) {}

  public static final Operation<Request, Answer> OPERATION =
      new Operation<>(
          Api.KMS,
          NAME,
          "Signs a SHA-256 digest.",
          Request.class,
          Answer.class,
          Operation.Kind.CRYPTO,
          Asymmetric.ERRORS,
          (services, caller, request) -> KeyRefs.resolve(services, caller, request.keyId()),
          AsymmetricSign::perform,
          (services, request) ->
              Asymmetric.isResident(services, request.keyId(), request.keyVersionId()));

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    Asymmetric.require(call.key(), NAME);
    Asymmetric.requireDigest(request.digest());
    KeyVersion version = Asymmetric.version(call.key(), request.keyVersionId());
    byte[] signature =
        services.crypto().sign(call.key(), version, request.algorithm(), request.digest());
    return new Answer(signature, call.key().id().value(), version.id());
  }
}
