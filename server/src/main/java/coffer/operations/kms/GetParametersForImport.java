package coffer.operations.kms;

import coffer.keys.ImportParameters;
import coffer.model.ErrorCode;
import coffer.model.KmsException;
import coffer.model.WrappingAlgorithm;
import coffer.model.WrappingKeySpec;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.KeyRefs;
import coffer.operations.Operation;
import coffer.operations.Services;
import java.time.Instant;
import java.util.Set;

/// Invites to import material: a wrapping key made in the HSM for this once, and a token for it.
public final class GetParametersForImport {
  private GetParametersForImport() {}

  /// What is asked.
  public record Request(
      @Doc("Id or ARN of a key with Origin EXTERNAL; no alias.") String keyId,
      @Doc("RSA_2048.") WrappingKeySpec wrappingKeySpec,
      @Doc(
              "How the material will be wrapped: RSAES_OAEP_SHA_256, RSAES_OAEP_SHA_1 or"
                  + " RSAES_PKCS1_V1_5 for symmetric and HMAC keys,"
                  + " RSAES_OAEP_SHA_256_AES_256_ECB_PKCS7_PAD for private keys.")
          WrappingAlgorithm wrappingAlgorithm) {}

  /// What is answered.
  public record Answer(
      @Doc("Id of the key.") String keyId,
      @Doc("To be sent with the material; usable again for 24 hours.") String importToken,
      @Doc("The wrapping key: X.509 SubjectPublicKeyInfo (DER).") byte[] publicKey,
      @Doc("When the token ends.") Instant tokenExpireTime) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.KMS,
          "GetParametersForImport",
          "Answers a wrapping key and a token for the import of key material.",
          Request.class,
          Answer.class,
          Operation.Kind.CHANGE,
          Set.of(
              ErrorCode.KEY_NOT_FOUND,
              ErrorCode.UNSUPPORTED_ALIAS,
              ErrorCode.UNSUPPORTED_ORIGIN,
              ErrorCode.UNAVAILABLE,
              ErrorCode.LIMIT_EXCEEDED),
          (services, caller, request) -> KeyRefs.resolveId(services, caller, request.keyId()),
          GetParametersForImport::perform);

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    if (request.wrappingKeySpec() == WrappingKeySpec.EC_SM2
        || request.wrappingAlgorithm() == WrappingAlgorithm.SM2PKE
        || request.wrappingAlgorithm() == WrappingAlgorithm.SM2PKE_SM4_ECB) {
      throw KmsException.unsupported("material is not wrapped by SM2 here");
    }
    ImportParameters made =
        services.keys().imports().parameters(call.key(), request.wrappingAlgorithm());
    return new Answer(call.key().id().value(), made.token(), made.publicKey(), made.expires());
  }
}
