package coffer.operations.kms;

import coffer.keys.CiphertextBlob;
import coffer.model.KeyVersionId;
import coffer.model.KmsException;
import coffer.model.SecretBytes;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.DryRun;
import coffer.operations.KeyRefs;
import coffer.operations.Operation;
import coffer.operations.Services;
import java.util.Map;
import java.util.Optional;

/// Encrypts an opaque text under a symmetric key's primary version.
public final class Encrypt {
  /// 6,144 bytes in Base64.
  private static final int PLAINTEXT_LENGTH_MAX = 8192;

  private Encrypt() {}

  /// What is asked.
  public record Request(
      @Doc("Id, alias or ARN of the key.") String keyId,
      @Doc("Text to encrypt, mostly Base64 of at most 6144 bytes; taken as it is.")
          SecretBytes plaintext,
      @Doc("Names and values that decryption must repeat.")
          Optional<Map<String, String>> encryptionContext,
      @Doc("Only say whether it would be done.") Optional<Boolean> dryRun)
      implements DryRun {
    public Request(
        String keyId, SecretBytes plaintext, Optional<Map<String, String>> encryptionContext) {
      this(keyId, plaintext, encryptionContext, Optional.empty());
    }
  }

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
          Texts.ERRORS,
          (services, caller, request) -> KeyRefs.resolve(services, caller, request.keyId()),
          Encrypt::perform,
          (services, request) -> KeyRefs.isResident(services, request.keyId()));

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    Texts.requireSymmetric(call.key(), "Encrypt");
    if (request.plaintext().length() > PLAINTEXT_LENGTH_MAX) {
      throw KmsException.invalid("Plaintext", "at most 6144 bytes");
    }
    CiphertextBlob blob =
        Texts.seal(services, call.key(), request.encryptionContext(), request.plaintext());
    return new Answer(blob.encode(), call.key().id().value(), blob.version());
  }
}
