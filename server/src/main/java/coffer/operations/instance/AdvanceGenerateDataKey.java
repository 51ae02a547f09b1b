package coffer.operations.instance;

import coffer.keys.CiphertextBlob;
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

/// Makes a random data key, in the clear and as a blob that describes itself.
public final class AdvanceGenerateDataKey {
  private AdvanceGenerateDataKey() {}

  /// What is asked.
  public record Request(
      @Doc("Id, alias or ARN of the key.") String keyId,
      @Doc("Length of the data key in bytes, 1 to 1024; 32 by default.")
          Optional<Integer> numberOfBytes,
      @Doc("Bytes to authenticate but not encrypt, at most 8192.") Optional<byte[]> aad,
      @Doc("Version to encrypt with, for clients that migrate.")
          Optional<KeyVersionId> migrationKeyVersionId) {}

  /// What is answered.
  public record Answer(
      @Doc("Id of the key.") String keyId,
      @Doc("The IV that was used; the blob holds it too.") byte[] iv,
      @Doc("The data key.") SecretBytes plaintext,
      @Doc("Marks, version id, IV, encrypted data key and tag.") byte[] ciphertextBlob,
      @Doc("The algorithm that was used.") EncryptionAlgorithm algorithm,
      @Doc("The version that was used.") KeyVersionId keyVersionId) {}

  public static final Operation<Request, Answer> OPERATION =
      new Operation<>(
          Api.INSTANCE,
          "AdvanceGenerateDataKey",
          "Makes a random data key, in the clear and as a blob under a key's primary version.",
          Request.class,
          Answer.class,
          Operation.Kind.CRYPTO,
          KeyErrors.OF_USE,
          (services, caller, request) -> KeyRefs.resolve(services, caller, request.keyId()),
          AdvanceGenerateDataKey::perform,
          (services, request) ->
              KeyRefs.isResident(
                  services, request.keyId(), request.migrationKeyVersionId(), Key::primary));

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    KeyVersion version =
        Ciphering.version(call.key(), request.migrationKeyVersionId(), call.key().primary());
    DataKeys.Made made =
        DataKeys.key(services, call.key(), version, request.numberOfBytes(), request.aad());
    byte[] iv = made.sealed().iv();
    return new Answer(
        call.key().id().value(),
        iv,
        made.plaintext(),
        new CiphertextBlob(version.id(), iv, made.sealed().ciphertext()).encodeAdvance(),
        EncryptionAlgorithm.AES_GCM,
        version.id());
  }
}
