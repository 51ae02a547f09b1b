package coffer.operations.kms;

import coffer.keys.Base64Text;
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

/// Opens a sealed data key and wraps it for a public key, so that it is nowhere in the clear.
public final class ExportDataKey {
  private ExportDataKey() {}

  /// What is asked.
  public record Request(
      @Doc("The sealed data key.") byte[] ciphertextBlob,
      @Doc("X.509 SubjectPublicKeyInfo (DER) of who is to have it.") byte[] publicKeyBlob,
      @Doc("RSA_2048; EC_SM2 is not served.") Exporting.Spec wrappingKeySpec,
      @Doc("RSAES_OAEP_SHA_256 or RSAES_OAEP_SHA_1; SM2PKE is not served.")
          Exporting.Algorithm wrappingAlgorithm,
      @Doc("The names and values that encryption was given.")
          Optional<Map<String, String>> encryptionContext,
      @Doc("Only say whether it would be done.") Optional<Boolean> dryRun)
      implements DryRun {}

  /// What is answered.
  public record Answer(
      @Doc("The data key, wrapped.") byte[] exportedDataKey,
      @Doc("Id of the key that opened it.") String keyId,
      @Doc("The version that was used.") KeyVersionId keyVersionId) {}

  public static final Operation<Request, Answer> OPERATION =
      new Operation<>(
          Api.KMS,
          "ExportDataKey",
          "Opens a sealed data key and wraps it for a public key.",
          Request.class,
          Answer.class,
          Operation.Kind.CRYPTO,
          Texts.ERRORS,
          (services, caller, request) ->
              Blobs.key(services, caller, Blobs.read(request.ciphertextBlob())),
          ExportDataKey::perform,
          (services, request) ->
              CiphertextBlob.decode(request.ciphertextBlob())
                  .filter(blob -> KeyRefs.isResident(services, blob.version()))
                  .isPresent());

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    CiphertextBlob blob = Blobs.read(request.ciphertextBlob());
    try (SecretBytes text = Blobs.open(services, call.key(), blob, request.encryptionContext());
        SecretBytes dataKey =
            Base64Text.decode(text)
                .orElseThrow(
                    () -> KmsException.invalid("CiphertextBlob", "it holds no data key"))) {
      byte[] exported =
          Exporting.wrap(
              request.wrappingKeySpec(),
              request.wrappingAlgorithm(),
              request.publicKeyBlob(),
              dataKey);
      return new Answer(exported, call.key().id().value(), blob.version());
    }
  }
}
