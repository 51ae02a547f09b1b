package coffer.operations.kms;

import coffer.model.Key;
import coffer.model.KeyVersionId;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.DryRun;
import coffer.operations.KeyRefs;
import coffer.operations.Operation;
import coffer.operations.Services;
import java.util.Map;
import java.util.Optional;

/// Makes a random data key and tells it sealed only.
public final class GenerateDataKeyWithoutPlaintext {
  private static final String NAME = "GenerateDataKeyWithoutPlaintext";

  private GenerateDataKeyWithoutPlaintext() {}

  /// What is asked.
  public record Request(
      @Doc("Id or ARN of the key.") String keyId,
      @Doc("AES_256, the default, or AES_128.") Optional<DataKeys.Spec> keySpec,
      @Doc("Length of the data key in bytes, 1 to 1024; wins over KeySpec.")
          Optional<Integer> numberOfBytes,
      @Doc("Names and values that decryption must repeat.")
          Optional<Map<String, String>> encryptionContext,
      @Doc("Only say whether it would be done.") Optional<Boolean> dryRun)
      implements DryRun {}

  /// What is answered.
  public record Answer(
      @Doc("The sealed data key.") byte[] ciphertextBlob,
      @Doc("Id of the key.") String keyId,
      @Doc("The version that was used.") KeyVersionId keyVersionId) {}

  public static final Operation<Request, Answer> OPERATION =
      new Operation<>(
          Api.KMS,
          NAME,
          "Makes a random data key and tells it sealed only.",
          Request.class,
          Answer.class,
          Operation.Kind.CRYPTO,
          Texts.ERRORS,
          (services, caller, request) -> KeyRefs.resolve(services, caller, request.keyId()),
          GenerateDataKeyWithoutPlaintext::perform,
          (services, request) -> KeyRefs.isResident(services, request.keyId()));

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    Key key = call.key();
    Texts.requireSymmetric(key, NAME);
    DataKeys.Made made =
        DataKeys.make(
            services, key, request.keySpec(), request.numberOfBytes(), request.encryptionContext());
    made.text().close();
    return new Answer(made.blob().encode(), key.id().value(), made.blob().version());
  }
}
