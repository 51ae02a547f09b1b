package coffer.operations.kms;

import coffer.model.KeyVersion;
import coffer.model.KeyVersionId;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.DryRun;
import coffer.operations.KeyRefs;
import coffer.operations.Operation;
import coffer.operations.Services;
import java.util.Optional;

/// Answers the public half of an asymmetric key.
public final class GetPublicKey {
  private static final String NAME = "GetPublicKey";

  private GetPublicKey() {}

  /// What is asked.
  public record Request(
      @Doc("Id, alias or ARN of the key.") String keyId,
      @Doc("Version that is meant; the newest by default.") Optional<KeyVersionId> keyVersionId,
      @Doc("Only say whether it would be done.") Optional<Boolean> dryRun)
      implements DryRun {}

  /// What is answered.
  public record Answer(
      @Doc("X.509 SubjectPublicKeyInfo in PEM.") String publicKey,
      @Doc("Id of the key.") String keyId,
      @Doc("The version that is meant.") KeyVersionId keyVersionId) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.KMS,
          NAME,
          "Answers the public half of an asymmetric key.",
          Request.class,
          Answer.class,
          Operation.Kind.CRYPTO,
          Asymmetric.ERRORS,
          (services, caller, request) -> KeyRefs.resolve(services, caller, request.keyId()),
          GetPublicKey::perform);

  private static Answer perform(Services services, Call<Request> call) {
    Asymmetric.require(call.key(), NAME);
    KeyVersion version = Asymmetric.version(call.key(), call.request().keyVersionId());
    String pem = services.crypto().publicKeyPem(call.key(), version);
    return new Answer(pem, call.key().id().value(), version.id());
  }
}
