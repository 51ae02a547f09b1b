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

/// Decrypts what Encrypt made. Whatever is wrong with the blob is one refusal.
public final class Decrypt {
  private Decrypt() {}

  /// What is asked.
  public record Request(
      @Doc("The sealed text.") byte[] ciphertextBlob,
      @Doc("The names and values that encryption was given.")
          Optional<Map<String, String>> encryptionContext,
      @Doc("Not served.") Optional<String> recipient,
      @Doc("Only say whether it would be done.") Optional<Boolean> dryRun)
      implements DryRun {
    public Request(
        byte[] ciphertextBlob,
        Optional<Map<String, String>> encryptionContext,
        Optional<String> recipient) {
      this(ciphertextBlob, encryptionContext, recipient, Optional.empty());
    }
  }

  /// What is answered.
  public record Answer(
      @Doc("The text that was encrypted.") SecretBytes plaintext,
      @Doc("Id of the key.") String keyId,
      @Doc("The version that was used.") KeyVersionId keyVersionId) {}

  public static final Operation<Request, Answer> OPERATION =
      new Operation<>(
          Api.KMS,
          "Decrypt",
          "Decrypts what Encrypt made.",
          Request.class,
          Answer.class,
          Operation.Kind.CRYPTO,
          Texts.ERRORS,
          (services, caller, request) ->
              Blobs.key(services, caller, Blobs.read(request.ciphertextBlob())),
          Decrypt::perform,
          (services, request) ->
              CiphertextBlob.decode(request.ciphertextBlob())
                  .filter(blob -> KeyRefs.isResident(services, blob.version()))
                  .isPresent());

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    if (request.recipient().isPresent()) {
      throw KmsException.unsupported("Recipient");
    }
    CiphertextBlob blob = Blobs.read(request.ciphertextBlob());
    SecretBytes text = Blobs.openText(services, call.key(), blob, request.encryptionContext());
    return new Answer(text, call.key().id().value(), blob.version());
  }
}
