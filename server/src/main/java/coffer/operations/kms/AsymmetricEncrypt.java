package coffer.operations.kms;

import coffer.hsm.CipherParameters;
import coffer.keys.Base64Text;
import coffer.model.EncryptionAlgorithm;
import coffer.model.KeyVersion;
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
import java.util.Optional;

/// Encrypts bytes under the public half of an RSA key.
public final class AsymmetricEncrypt {
  private static final String NAME = "AsymmetricEncrypt";

  private AsymmetricEncrypt() {}

  /// What is asked.
  public record Request(
      @Doc("Id, alias or ARN of the key.") String keyId,
      @Doc("Version to use; the newest by default.") Optional<KeyVersionId> keyVersionId,
      @Doc("RSAES_OAEP_SHA_256 or RSAES_OAEP_SHA_1.") EncryptionAlgorithm algorithm,
      @Doc("Base64 of the bytes to encrypt; as many as the padding leaves room for.")
          SecretBytes plaintext,
      @Doc("Only say whether it would be done.") Optional<Boolean> dryRun)
      implements DryRun {}

  /// What is answered.
  public record Answer(
      @Doc("The encrypted bytes, as long as the modulus.") byte[] ciphertextBlob,
      @Doc("Id of the key.") String keyId,
      @Doc("The version that was used.") KeyVersionId keyVersionId) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.KMS,
          NAME,
          "Encrypts bytes under the public half of an RSA key.",
          Request.class,
          Answer.class,
          Operation.Kind.CRYPTO,
          Asymmetric.ERRORS,
          (services, caller, request) -> KeyRefs.resolve(services, caller, request.keyId()),
          AsymmetricEncrypt::perform);

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    Asymmetric.require(call.key(), NAME);
    KeyVersion version = Asymmetric.version(call.key(), request.keyVersionId());
    try (SecretBytes plaintext =
        Base64Text.decode(request.plaintext())
            .orElseThrow(() -> KmsException.invalid("Plaintext", "it is Base64"))) {
      byte[] ciphertext =
          services
              .crypto()
              .encrypt(call.key(), version, CipherParameters.rsa(request.algorithm()), plaintext)
              .ciphertext();
      return new Answer(ciphertext, call.key().id().value(), version.id());
    }
  }
}
