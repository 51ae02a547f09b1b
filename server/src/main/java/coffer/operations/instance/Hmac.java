package coffer.operations.instance;

import coffer.model.Key;
import coffer.model.KeyVersion;
import coffer.model.KeyVersionId;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.KeyRefs;
import coffer.operations.Operation;
import coffer.operations.Services;
import java.util.Optional;

/// Makes an HMAC. Clients compare it themselves: this protocol has no call that verifies one.
public final class Hmac {
  private Hmac() {}

  /// What is asked.
  public record Request(
      @Doc("Id, alias or ARN of the key.") String keyId,
      @Doc("The message.") byte[] message,
      @Doc("Version to use, for clients that migrate.")
          Optional<KeyVersionId> migrationKeyVersionId) {}

  /// What is answered.
  public record Answer(
      @Doc("Id of the key.") String keyId,
      @Doc("The HMAC, as long as the hash of the key's spec.") byte[] signature,
      @Doc("The version that was used.") KeyVersionId keyVersionId) {}

  public static final Operation<Request, Answer> OPERATION =
      new Operation<>(
          Api.INSTANCE,
          "Hmac",
          "Makes an HMAC with the hash of the key's spec.",
          Request.class,
          Answer.class,
          Operation.Kind.CRYPTO,
          KeyErrors.OF_USE,
          (services, caller, request) -> KeyRefs.resolve(services, caller, request.keyId()),
          Hmac::perform,
          (services, request) ->
              KeyRefs.isResident(
                  services, request.keyId(), request.migrationKeyVersionId(), Key::initial));

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    KeyVersion version =
        Ciphering.version(call.key(), request.migrationKeyVersionId(), call.key().initial());
    byte[] mac = services.crypto().mac(call.key(), version, request.message());
    return new Answer(call.key().id().value(), mac, version.id());
  }
}
