package coffer.operations.kms;

import coffer.keys.Base64Text;
import coffer.model.Key;
import coffer.model.KeyVersionId;
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

/// Makes a random data key, and tells it sealed and wrapped for a public key only.
public final class GenerateAndExportDataKey {
  private static final String NAME = "GenerateAndExportDataKey";

  private GenerateAndExportDataKey() {}

  /// What is asked.
  public record Request(
      @Doc("Id, alias or ARN of the key.") String keyId,
      @Doc("AES_256, the default, or AES_128.") Optional<DataKeys.Spec> keySpec,
      @Doc("Length of the data key in bytes, 1 to 1024; wins over KeySpec.")
          Optional<Integer> numberOfBytes,
      @Doc("X.509 SubjectPublicKeyInfo (DER) of who is to have it.") byte[] publicKeyBlob,
      @Doc("RSA_2048; EC_SM2 is not served.") Exporting.Spec wrappingKeySpec,
      @Doc("RSAES_OAEP_SHA_256 or RSAES_OAEP_SHA_1; SM2PKE is not served.")
          Exporting.Algorithm wrappingAlgorithm,
      @Doc("Names and values that decryption must repeat.")
          Optional<Map<String, String>> encryptionContext,
      @Doc("Only say whether it would be done.") Optional<Boolean> dryRun)
      implements DryRun {}

  /// What is answered.
  public record Answer(
      @Doc("The sealed data key.") byte[] ciphertextBlob,
      @Doc("The data key, wrapped.") byte[] exportedDataKey,
      @Doc("Id of the key.") String keyId,
      @Doc("The version that was used.") KeyVersionId keyVersionId) {}

  public static final Operation<Request, Answer> OPERATION =
      new Operation<>(
          Api.KMS,
          NAME,
          "Makes a random data key, and tells it sealed and wrapped for a public key only.",
          Request.class,
          Answer.class,
          Operation.Kind.CRYPTO,
          Texts.ERRORS,
          (services, caller, request) -> KeyRefs.resolve(services, caller, request.keyId()),
          GenerateAndExportDataKey::perform,
          (services, request) -> KeyRefs.isResident(services, request.keyId()));

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    Key key = call.key();
    Texts.requireSymmetric(key, NAME);
    DataKeys.Made made =
        DataKeys.make(
            services, key, request.keySpec(), request.numberOfBytes(), request.encryptionContext());
    try (SecretBytes text = made.text();
        SecretBytes dataKey = Base64Text.decode(text).orElseThrow()) {
      byte[] exported =
          Exporting.wrap(
              request.wrappingKeySpec(),
              request.wrappingAlgorithm(),
              request.publicKeyBlob(),
              dataKey);
      return new Answer(made.blob().encode(), exported, key.id().value(), made.blob().version());
    }
  }
}
