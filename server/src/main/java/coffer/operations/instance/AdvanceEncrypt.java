package coffer.operations.instance;

import coffer.hsm.CipherParameters;
import coffer.hsm.Sealed;
import coffer.keys.CiphertextBlob;
import coffer.model.EncryptionAlgorithm;
import coffer.model.Key;
import coffer.model.KeyVersion;
import coffer.model.KeyVersionId;
import coffer.model.PaddingMode;
import coffer.model.SecretBytes;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.KeyRefs;
import coffer.operations.Operation;
import coffer.operations.Services;
import java.util.Optional;

/// Encrypts under the key's primary version into a blob that describes itself. GCM only.
public final class AdvanceEncrypt {
  private AdvanceEncrypt() {}

  /// What is asked.
  public record Request(
      @Doc("Id, alias or ARN of the key.") String keyId,
      @Doc("Bytes to encrypt.") SecretBytes plaintext,
      @Doc("AES_GCM, the default.") Optional<EncryptionAlgorithm> algorithm,
      @Doc("Bytes to authenticate but not encrypt, at most 8192.") Optional<byte[]> aad,
      @Doc("12 bytes; random by default.") Optional<byte[]> iv,
      @Doc("Has no meaning for GCM.") Optional<PaddingMode> paddingMode,
      @Doc("Version to encrypt with, for clients that migrate.")
          Optional<KeyVersionId> migrationKeyVersionId) {}

  /// What is answered.
  public record Answer(
      @Doc("Id of the key.") String keyId,
      @Doc("Marks, version id, IV, sealed bytes and tag.") byte[] ciphertextBlob,
      @Doc("The IV that was used.") byte[] iv,
      @Doc("The algorithm that was used.") EncryptionAlgorithm algorithm,
      @Doc("Empty for GCM.") Optional<PaddingMode> paddingMode,
      @Doc("The version that was used.") KeyVersionId keyVersionId) {}

  public static final Operation<Request, Answer> OPERATION =
      new Operation<>(
          Api.INSTANCE,
          "AdvanceEncrypt",
          "Encrypts under a key's primary version into a blob that describes itself.",
          Request.class,
          Answer.class,
          Operation.Kind.CRYPTO,
          KeyErrors.OF_USE,
          (services, caller, request) -> KeyRefs.resolve(services, caller, request.keyId()),
          AdvanceEncrypt::perform,
          (services, request) ->
              KeyRefs.isResident(
                  services, request.keyId(), request.migrationKeyVersionId(), Key::primary));

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    DataKeys.requireGcm(call.key().spec(), request.algorithm());
    KeyVersion version =
        Ciphering.version(call.key(), request.migrationKeyVersionId(), call.key().primary());
    CipherParameters parameters =
        CipherParameters.gcm(
            request.iv().orElse(Ciphering.NONE), request.aad().orElse(Ciphering.NONE));
    Sealed sealed = services.crypto().encrypt(call.key(), version, parameters, request.plaintext());
    CiphertextBlob blob = new CiphertextBlob(version.id(), sealed.iv(), sealed.ciphertext());
    return new Answer(
        call.key().id().value(),
        blob.encodeAdvance(),
        sealed.iv(),
        EncryptionAlgorithm.AES_GCM,
        Optional.empty(),
        version.id());
  }
}
