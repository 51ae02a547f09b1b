package coffer.operations.instance;

import coffer.model.EncryptionAlgorithm;
import coffer.model.Key;
import coffer.model.KeyVersion;
import coffer.model.KeyVersionId;
import coffer.model.SecretBytes;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.KeyRefs;
import coffer.operations.Operation;
import coffer.operations.Services;
import java.util.Optional;

/// Makes a random data key, in the clear and encrypted under the key's initial version.
public final class GenerateDataKey {
  private GenerateDataKey() {}

  /// What is asked.
  public record Request(
      @Doc("Id, alias or ARN of the key.") String keyId,
      @Doc("AES_GCM, the default.") Optional<EncryptionAlgorithm> algorithm,
      @Doc("Length of the data key in bytes, 1 to 1024; 32 by default.")
          Optional<Integer> numberOfBytes,
      @Doc("Bytes to authenticate but not encrypt, at most 8192.") Optional<byte[]> aad,
      @Doc("Version to encrypt with, for clients that migrate.")
          Optional<KeyVersionId> migrationKeyVersionId) {}

  /// What is answered.
  public record Answer(
      @Doc("Id of the key.") String keyId,
      @Doc("The IV that was used; needed for Decrypt.") byte[] iv,
      @Doc("The data key.") SecretBytes plaintext,
      @Doc("The data key, encrypted.") byte[] ciphertextBlob,
      @Doc("The algorithm that was used.") EncryptionAlgorithm algorithm,
      @Doc("The version that was used.") KeyVersionId keyVersionId) {}

  public static final Operation<Request, Answer> OPERATION =
      new Operation<>(
          Api.INSTANCE,
          "GenerateDataKey",
          "Makes a random data key, in the clear and encrypted under a key's initial version.",
          Request.class,
          Answer.class,
          Operation.Kind.CRYPTO,
          KeyErrors.OF_USE,
          (services, caller, request) -> KeyRefs.resolve(services, caller, request.keyId()),
          GenerateDataKey::perform,
          (services, request) ->
              KeyRefs.isResident(
                  services, request.keyId(), request.migrationKeyVersionId(), Key::initial));

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    DataKeys.requireGcm(call.key().spec(), request.algorithm());
    KeyVersion version =
        Ciphering.version(call.key(), request.migrationKeyVersionId(), call.key().initial());
    DataKeys.Made made =
        DataKeys.key(services, call.key(), version, request.numberOfBytes(), request.aad());
    return new Answer(
        call.key().id().value(),
        made.sealed().iv(),
        made.plaintext(),
        made.sealed().ciphertext(),
        EncryptionAlgorithm.AES_GCM,
        version.id());
  }
}
