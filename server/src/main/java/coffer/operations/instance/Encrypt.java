package coffer.operations.instance;

import coffer.hsm.CipherParameters;
import coffer.hsm.Sealed;
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

/// Encrypts under the key's initial version.
public final class Encrypt {
  private Encrypt() {}

  /// What is asked.
  public record Request(
      @Doc("Id, alias or ARN of the key.") String keyId,
      @Doc("Bytes to encrypt.") SecretBytes plaintext,
      @Doc("Encryption algorithm; by default what suits the key.")
          Optional<EncryptionAlgorithm> algorithm,
      @Doc("Bytes to authenticate but not encrypt, at most 8192; GCM only.") Optional<byte[]> aad,
      @Doc("12 bytes for GCM, 16 for CBC; random by default.") Optional<byte[]> iv,
      @Doc("Padding for CBC and ECB; PKCS7_PADDING by default.") Optional<PaddingMode> paddingMode,
      @Doc("Version to encrypt with, for clients that migrate.")
          Optional<KeyVersionId> migrationKeyVersionId) {}

  /// What is answered.
  public record Answer(
      @Doc("Id of the key.") String keyId,
      @Doc("The sealed bytes; the tag follows them for GCM.") byte[] ciphertextBlob,
      @Doc("The IV that was used; needed for Decrypt.") byte[] iv,
      @Doc("The algorithm that was used.") EncryptionAlgorithm algorithm,
      @Doc("The padding that was used, for CBC and ECB.") Optional<PaddingMode> paddingMode,
      @Doc("The version that was used.") KeyVersionId keyVersionId) {}

  public static final Operation<Request, Answer> OPERATION =
      new Operation<>(
          Api.INSTANCE,
          "Encrypt",
          "Encrypts under a key's initial version.",
          Request.class,
          Answer.class,
          Operation.Kind.CRYPTO,
          KeyErrors.OF_USE,
          (services, caller, request) -> KeyRefs.resolve(services, caller, request.keyId()),
          Encrypt::perform,
          (services, request) ->
              KeyRefs.isResident(
                  services, request.keyId(), request.migrationKeyVersionId(), Key::initial));

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    KeyVersion version =
        Ciphering.version(call.key(), request.migrationKeyVersionId(), call.key().initial());
    CipherParameters parameters =
        Ciphering.parameters(
            call.key(), request.algorithm(), request.paddingMode(), request.iv(), request.aad());
    Sealed sealed = services.crypto().encrypt(call.key(), version, parameters, request.plaintext());
    return new Answer(
        call.key().id().value(),
        sealed.ciphertext(),
        sealed.iv(),
        parameters.algorithm(),
        Ciphering.padding(parameters),
        version.id());
  }
}
