package coffer.operations.instance;

import coffer.model.Key;
import coffer.model.KeyVersion;
import coffer.model.KeyVersionId;
import coffer.model.MessageType;
import coffer.model.SigningAlgorithm;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.KeyRefs;
import coffer.operations.Operation;
import coffer.operations.Services;
import java.util.Optional;

/// Signs a message or its digest.
public final class Sign {
  private Sign() {}

  /// What is asked.
  public record Request(
      @Doc("Id, alias or ARN of the key.") String keyId,
      @Doc("SHA-256 digest, from old clients.") Optional<byte[]> digest,
      @Doc("Signature algorithm; by default what suits the key.")
          Optional<SigningAlgorithm> algorithm,
      @Doc("The message, or its digest.") Optional<byte[]> message,
      @Doc("RAW, the default, or DIGEST.") Optional<MessageType> messageType,
      @Doc("Version to sign with, for clients that migrate.")
          Optional<KeyVersionId> migrationKeyVersionId) {}

  /// What is answered.
  public record Answer(
      @Doc("Id of the key.") String keyId,
      @Doc("The signature; DER for ECDSA.") byte[] signature,
      @Doc("The algorithm that was used.") SigningAlgorithm algorithm,
      @Doc("How the message was taken.") MessageType messageType,
      @Doc("The version that was used.") KeyVersionId keyVersionId) {}

  public static final Operation<Request, Answer> OPERATION =
      new Operation<>(
          Api.INSTANCE,
          "Sign",
          "Signs a message or its digest.",
          Request.class,
          Answer.class,
          Operation.Kind.CRYPTO,
          KeyErrors.OF_USE,
          (services, caller, request) -> KeyRefs.resolve(services, caller, request.keyId()),
          Sign::perform,
          (services, request) ->
              KeyRefs.isResident(
                  services, request.keyId(), request.migrationKeyVersionId(), Key::initial));

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    MessageType type = request.messageType().orElse(MessageType.RAW);
    SigningAlgorithm algorithm = Signing.algorithm(call.key().spec(), request.algorithm());
    KeyVersion version =
        Ciphering.version(call.key(), request.migrationKeyVersionId(), call.key().initial());
    byte[] digest = Signing.digest(request.digest(), request.message(), type);
    byte[] signature = services.crypto().sign(call.key(), version, algorithm, digest);
    return new Answer(call.key().id().value(), signature, algorithm, type, version.id());
  }
}
