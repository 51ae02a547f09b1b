package coffer.operations.instance;

import coffer.model.KeyVersion;
import coffer.model.KeyVersionId;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.KeyRefs;
import coffer.operations.Operation;
import coffer.operations.Services;
import java.util.Optional;

/// Answers the public half of an asymmetric key.
public final class GetPublicKey {
  private GetPublicKey() {}

  /// What is asked.
  public record Request(
      @Doc("Id, alias or ARN of the key.") String keyId,
      @Doc("Version that is meant, for clients that migrate.")
          Optional<KeyVersionId> migrationKeyVersionId) {}

  /// What is answered.
  public record Answer(
      @Doc("Id of the key.") String keyId,
      @Doc("X.509 SubjectPublicKeyInfo in PEM.") String publicKey,
      @Doc("The version that is meant.") KeyVersionId keyVersionId) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.INSTANCE,
          "GetPublicKey",
          "Answers the public half of an asymmetric key.",
          Request.class,
          Answer.class,
          Operation.Kind.CRYPTO,
          KeyErrors.OF_USE,
          (services, caller, request) -> KeyRefs.resolve(services, caller, request.keyId()),
          GetPublicKey::perform);

  private static Answer perform(Services services, Call<Request> call) {
    KeyVersion version =
        Ciphering.version(call.key(), call.request().migrationKeyVersionId(), call.key().initial());
    String pem = services.crypto().publicKeyPem(call.key(), version);
    return new Answer(call.key().id().value(), pem, version.id());
  }
}
