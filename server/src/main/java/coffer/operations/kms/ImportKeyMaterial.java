package coffer.operations.kms;

import coffer.model.ErrorCode;
import coffer.model.Key;
import coffer.model.KmsException;
import coffer.model.WrappingAlgorithm;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.KeyRefs;
import coffer.operations.Operation;
import coffer.operations.Services;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// Gives a key the material that its customer wrapped. The first import decides: only the same
/// material is ever taken again.
public final class ImportKeyMaterial {
  /// The end of the year 9999.
  private static final long EXPIRE_SECONDS_MAX = 253_402_300_799L;

  private ImportKeyMaterial() {}

  /// What is asked.
  public record Request(
      @Doc("Id, alias or ARN of a key with Origin EXTERNAL.") String keyId,
      @Doc("The material, wrapped as the token was asked for.") byte[] encryptedKeyMaterial,
      @Doc("The token that came with the wrapping key.") String importToken,
      @Doc("When the material is removed again, in seconds since 1970; 0 is never.")
          long keyMaterialExpireUnix) {}

  public static final Operation<Request, Nothing> OPERATION =
      Operation.of(
          Api.KMS,
          "ImportKeyMaterial",
          "Gives a key the material that was wrapped for it.",
          Request.class,
          Nothing.class,
          Operation.Kind.CHANGE,
          Set.of(
              ErrorCode.KEY_NOT_FOUND,
              ErrorCode.UNSUPPORTED_ORIGIN,
              ErrorCode.STATE_MODIFIED_FAILED,
              ErrorCode.UNAVAILABLE,
              ErrorCode.INVALID_IMPORT_TOKEN,
              ErrorCode.EXPIRED_IMPORT_TOKEN,
              ErrorCode.INVALID_KEY_MATERIAL),
          (services, caller, request) -> KeyRefs.resolve(services, caller, request.keyId()),
          ImportKeyMaterial::perform);

  private static Nothing perform(Services services, Call<Request> call) {
    Request request = call.request();
    Key key = call.key();
    services
        .keys()
        .imports()
        .take(
            key,
            request.encryptedKeyMaterial(),
            request.importToken(),
            expires(request.keyMaterialExpireUnix()))
        .map(ImportKeyMaterial::mark)
        .ifPresent(call::note);
    services.crypto().readmit(key);
    return new Nothing();
  }

  private static Optional<Instant> expires(long unix) {
    if (unix < 0 || unix > EXPIRE_SECONDS_MAX) {
      throw KmsException.invalid("KeyMaterialExpireUnix", "it is 0, or a second yet to come");
    }
    return unix == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(unix));
  }

  /// Of an audit record: the material was in the service's memory in the clear, because no HSM of
  /// this kind opens it whole.
  private static String mark(WrappingAlgorithm algorithm) {
    return switch (algorithm) {
      case RSAES_OAEP_SHA_1, RSAES_OAEP_SHA_256 -> "IMPORTED_VIA_SOFTWARE_OAEP";
      case RSAES_PKCS1_V1_5 -> "IMPORTED_VIA_SOFTWARE_PKCS1";
      case RSAES_OAEP_SHA_256_AES_256_ECB_PKCS7_PAD -> "IMPORTED_VIA_SOFTWARE_PKCS8";
      case SM2PKE, SM2PKE_SM4_ECB -> throw new IllegalArgumentException("not served");
    };
  }
}
