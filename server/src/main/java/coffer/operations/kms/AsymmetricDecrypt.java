package coffer.operations.kms;

import coffer.hsm.CipherParameters;
import coffer.hsm.Opened;
import coffer.keys.Base64Text;
import coffer.model.EncryptionAlgorithm;
import coffer.model.KeyVersion;
import coffer.model.KeyVersionId;
import coffer.model.SecretBytes;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.DryRun;
import coffer.operations.KeyRefs;
import coffer.operations.Operation;
import coffer.operations.Services;
import java.util.Optional;

/// Decrypts what anybody encrypted under the public half of an RSA key.
public final class AsymmetricDecrypt {
  static final String DECODED_IN_SOFTWARE = "RSA_OAEP_DECODED_IN_SOFTWARE";
  private static final String NAME = "AsymmetricDecrypt";

  private AsymmetricDecrypt() {}

  /// What is asked.
  public record Request(
      @Doc("Id, alias or ARN of the key.") String keyId,
      @Doc("Version to use; the newest by default.") Optional<KeyVersionId> keyVersionId,
      @Doc("RSAES_OAEP_SHA_256 or RSAES_OAEP_SHA_1.") EncryptionAlgorithm algorithm,
      @Doc("The encrypted bytes, as long as the modulus.") byte[] ciphertextBlob,
      @Doc("Only say whether it would be done.") Optional<Boolean> dryRun)
      implements DryRun {}

  /// What is answered.
  public record Answer(
      @Doc("Base64 of the bytes that were encrypted.") SecretBytes plaintext,
      @Doc("Id of the key.") String keyId,
      @Doc("The version that was used.") KeyVersionId keyVersionId) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.KMS,
          NAME,
          "Decrypts what was encrypted under the public half of an RSA key.",
          Request.class,
          Answer.class,
          Operation.Kind.CRYPTO,
          Asymmetric.ERRORS,
          (services, caller, request) -> KeyRefs.resolve(services, caller, request.keyId()),
          AsymmetricDecrypt::perform);

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    Asymmetric.require(call.key(), NAME);
    KeyVersion version = Asymmetric.version(call.key(), request.keyVersionId());
    Opened opened =
        services
            .crypto()
            .decrypt(
                call.key(),
                version,
                CipherParameters.rsa(request.algorithm()),
                request.ciphertextBlob());
    if (opened.decodedInSoftware()) {
      call.note(DECODED_IN_SOFTWARE);
    }
    try (SecretBytes bytes = opened.plaintext()) {
      return new Answer(Base64Text.encode(bytes), call.key().id().value(), version.id());
    }
  }
}
