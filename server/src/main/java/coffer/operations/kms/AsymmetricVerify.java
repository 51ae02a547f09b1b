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

/// Verifies a signature over a SHA-256 digest. A bad one is an answer, not a refusal.
public final class AsymmetricVerify {
  private static final String NAME = "AsymmetricVerify";

  private AsymmetricVerify() {}

  /// What is asked.
  public record Request(
      @Doc("Id, alias or ARN of the key.") String keyId,
      @Doc("Version that signed; the newest by default.") Optional<KeyVersionId> keyVersionId,
      @Doc("Signature algorithm, one that suits the key.") SigningAlgorithm algorithm,
      @Doc("SHA-256 digest of the message, 32 bytes.") byte[] digest,
      @Doc("The signature; DER for ECDSA.") byte[] value,
      @Doc("Only say whether it would be done.") Optional<Boolean> dryRun)
      implements DryRun {}

  /// What is answered.
  public record Answer(
      @Doc("Whether the signature is right.") boolean value,
      @Doc("Id of the key.") String keyId,
      @Doc("The version that was used.") KeyVersionId keyVersionId) {}

  public static final Operation<Request, Answer> OPERATION =
      new Operation<>(
          Api.KMS,
          NAME,
          "Verifies a signature over a SHA-256 digest.",
          Request.class,
          Answer.class,
          Operation.Kind.CRYPTO,
          Asymmetric.ERRORS,
          (services, caller, request) -> KeyRefs.resolve(services, caller, request.keyId()),
          AsymmetricVerify::perform,
          (services, request) ->
              Asymmetric.isResident(services, request.keyId(), request.keyVersionId()));

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    Asymmetric.require(call.key(), NAME);
    Asymmetric.requireDigest(request.digest());
    KeyVersion version = Asymmetric.version(call.key(), request.keyVersionId());
    boolean right =
        services
            .crypto()
            .verify(call.key(), version, request.algorithm(), request.digest(), request.value());
    return new Answer(right, call.key().id().value(), version.id());
  }
}
