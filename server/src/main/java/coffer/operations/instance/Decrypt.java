package coffer.operations.instance;

import coffer.hsm.CipherParameters;
import coffer.hsm.Opened;
import coffer.model.EncryptionAlgorithm;
import coffer.model.KeyVersion;
import coffer.model.KeyVersionId;
import coffer.model.PaddingMode;
import coffer.model.SecretBytes;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import java.util.Optional;

/// Decrypts what Encrypt or GenerateDataKey made.
public final class Decrypt {
  static final String DECODED_IN_SOFTWARE = "RSA_OAEP_DECODED_IN_SOFTWARE";

  private Decrypt() {}

  /// What is asked.
  public record Request(
      @Doc("The sealed bytes.") byte[] ciphertextBlob,
      @Doc("Id, alias or ARN of the key; a migrating client names a version instead.")
          Optional<String> keyId,
      @Doc("The algorithm that Encrypt answered; by default what suits the key.")
          Optional<EncryptionAlgorithm> algorithm,
      @Doc("The bytes that were authenticated.") Optional<byte[]> aad,
      @Doc("The IV that Encrypt answered.") Optional<byte[]> iv,
      @Doc("The padding that Encrypt answered.") Optional<PaddingMode> paddingMode,
      @Doc("Version that encrypted, for clients that migrate.")
          Optional<KeyVersionId> migrationKeyVersionId) {}

  /// What is answered.
  public record Answer(
      @Doc("Id of the key.") String keyId,
      @Doc("The bytes that were encrypted.") SecretBytes plaintext,
      @Doc("The algorithm that was used.") EncryptionAlgorithm algorithm,
      @Doc("The padding that was used, for CBC and ECB.") Optional<PaddingMode> paddingMode,
      @Doc("The version that was used.") KeyVersionId keyVersionId) {}

  public static final Operation<Request, Answer> OPERATION =
      new Operation<>(
          Api.INSTANCE,
          "Decrypt",
          "Decrypts what Encrypt or GenerateDataKey made.",
          Request.class,
          Answer.class,
          Operation.Kind.CRYPTO,
          KeyErrors.OF_USE,
          (services, caller, request) ->
              Ciphering.key(services, caller, request.keyId(), request.migrationKeyVersionId()),
          Decrypt::perform,
          (services, request) ->
              Ciphering.isResident(services, request.keyId(), request.migrationKeyVersionId()));

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    KeyVersion version =
        Ciphering.version(call.key(), request.migrationKeyVersionId(), call.key().initial());
    CipherParameters parameters =
        Ciphering.parameters(
            call.key(), request.algorithm(), request.paddingMode(), request.iv(), request.aad());
    Opened opened =
        services.crypto().decrypt(call.key(), version, parameters, request.ciphertextBlob());
    if (opened.decodedInSoftware()) {
      call.note(DECODED_IN_SOFTWARE);
    }
    return new Answer(
        call.key().id().value(),
        opened.plaintext(),
        parameters.algorithm(),
        Ciphering.padding(parameters),
        version.id());
  }
}
