package coffer.operations.instance;

import coffer.keys.SealedKeyPair;
import coffer.model.EncryptionAlgorithm;
import coffer.model.KeyFormat;
import coffer.model.KeySpec;
import coffer.model.KeyVersion;
import coffer.model.KeyVersionId;
import coffer.model.SecretBytes;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.KeyRefs;
import coffer.operations.Operation;
import coffer.operations.Services;
import java.util.Optional;

/// Makes a key pair, its private half in the clear and encrypted under the key's initial version.
public final class GenerateDataKeyPair {
  private GenerateDataKeyPair() {}

  /// What is asked.
  public record Request(
      @Doc("Id or ARN of the key.") String keyId,
      @Doc("AES_GCM, the default.") Optional<EncryptionAlgorithm> algorithm,
      @Doc("RSA_2048, RSA_3072, RSA_4096, EC_P256 or EC_P256K.") KeySpec keyPairSpec,
      @Doc("PEM, the default, or DER.") Optional<KeyFormat> keyFormat,
      @Doc("Bytes to authenticate but not encrypt, at most 8192.") Optional<byte[]> aad,
      @Doc("Version to encrypt with, for clients that migrate.")
          Optional<KeyVersionId> migrationKeyVersionId) {}

  /// What is answered.
  public record Answer(
      @Doc("Id of the key.") String keyId,
      @Doc("The IV that was used; needed for Decrypt.") byte[] iv,
      @Doc("Kind and size of the pair.") KeySpec keyPairSpec,
      @Doc("The private half, PKCS #8.") SecretBytes privateKeyPlaintext,
      @Doc("The private half, encrypted.") byte[] privateKeyCiphertextBlob,
      @Doc("The public half, X.509 SubjectPublicKeyInfo.") byte[] publicKey,
      @Doc("The algorithm that was used.") EncryptionAlgorithm algorithm,
      @Doc("The version that was used.") KeyVersionId keyVersionId) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.INSTANCE,
          "GenerateDataKeyPair",
          "Makes a key pair, its private half in the clear and under a key's initial version.",
          Request.class,
          Answer.class,
          Operation.Kind.CRYPTO,
          KeyErrors.OF_USE,
          (services, caller, request) -> KeyRefs.resolve(services, caller, request.keyId()),
          GenerateDataKeyPair::perform);

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    DataKeys.requireGcm(call.key().spec(), request.algorithm());
    KeyVersion version =
        Ciphering.version(call.key(), request.migrationKeyVersionId(), call.key().initial());
    SealedKeyPair pair =
        DataKeys.pair(
            services,
            call.key(),
            version,
            request.keyPairSpec(),
            request.keyFormat(),
            request.aad());
    return new Answer(
        call.key().id().value(),
        pair.sealed().iv(),
        request.keyPairSpec(),
        pair.privateKey(),
        pair.sealed().ciphertext(),
        pair.publicKey(),
        EncryptionAlgorithm.AES_GCM,
        version.id());
  }
}
