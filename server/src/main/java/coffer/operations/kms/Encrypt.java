package coffer.operations.kms;

import coffer.hsm.CipherParameters;
import coffer.hsm.Sealed;
import coffer.keys.CiphertextBlob;
import coffer.keys.EncryptionContext;
import coffer.model.ErrorCode;
import coffer.model.KeySpec;
import coffer.model.KeyVersion;
import coffer.model.KeyVersionId;
import coffer.model.KmsException;
import coffer.model.SecretBytes;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.KeyRefs;
import coffer.operations.Operation;
import coffer.operations.Services;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Encrypts an opaque text under a symmetric key's primary version.
public final class Encrypt {
  static final Set<ErrorCode> ERRORS =
      Set.of(
          ErrorCode.KEY_NOT_FOUND,
          ErrorCode.DISABLED,
          ErrorCode.PENDING_DELETION,
          ErrorCode.PENDING_IMPORT,
          ErrorCode.UNAVAILABLE);

  /// 6,144 bytes in Base64.
  private static final int PLAINTEXT_LENGTH_MAX = 8192;

  private static final byte[] NEW_IV = {};

  private Encrypt() {}

  /// What is asked.
  public record Request(
      @Doc("Id, alias or ARN of the key.") String keyId,
      @Doc("Text to encrypt, mostly Base64 of at most 6144 bytes; taken as it is.")
          SecretBytes plaintext,
      @Doc("Names and values that decryption must repeat.")
          Optional<Map<String, String>> encryptionContext) {}

  /// What is answered.
  public record Answer(
      @Doc("The sealed text.") byte[] ciphertextBlob,
      @Doc("Id of the key.") String keyId,
      @Doc("The version that was used.") KeyVersionId keyVersionId) {}

  public static final Operation<Request, Answer> OPERATION =
      new Operation<>(
          Api.KMS,
          "Encrypt",
          "Encrypts a text under a symmetric key's primary version.",
          Request.class,
          Answer.class,
          Operation.Kind.CRYPTO,
          ERRORS,
          (services, caller, request) -> KeyRefs.resolve(services, caller, request.keyId()),
          Encrypt::perform,
          (services, request) -> KeyRefs.isResident(services, request.keyId(), Optional.empty()));

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    if (call.key().spec().family() != KeySpec.Family.AES) {
      throw KmsException.unsupported("Encrypt takes a symmetric key");
    }
    if (request.plaintext().length() > PLAINTEXT_LENGTH_MAX) {
      throw KmsException.invalid("Plaintext", "at most 6144 bytes");
    }
    KeyVersion version = call.key().primary();
    byte[] aad = EncryptionContext.aad(request.encryptionContext().orElse(Map.of()));
    Sealed sealed =
        services
            .crypto()
            .encrypt(call.key(), version, CipherParameters.gcm(NEW_IV, aad), request.plaintext());
    CiphertextBlob blob = new CiphertextBlob(version.id(), sealed.iv(), sealed.ciphertext());
    return new Answer(blob.encode(), call.key().id().value(), version.id());
  }
}
