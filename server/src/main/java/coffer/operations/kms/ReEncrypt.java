package coffer.operations.kms;

import coffer.hsm.CipherParameters;
import coffer.hsm.Opened;
import coffer.keys.Base64Text;
import coffer.keys.CiphertextBlob;
import coffer.model.EncryptionAlgorithm;
import coffer.model.Key;
import coffer.model.KeyVersion;
import coffer.model.KeyVersionId;
import coffer.model.KmsException;
import coffer.model.SecretBytes;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Caller;
import coffer.operations.Doc;
import coffer.operations.DryRun;
import coffer.operations.KeyRefs;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import java.util.Map;
import java.util.Optional;

/// Moves what a ciphertext holds under another symmetric key, without telling it. What came under a
/// public key is sealed as its Base64 text, as data keys are.
public final class ReEncrypt {
  private static final String NAME = "ReEncrypt";

  private ReEncrypt() {}

  /// What is asked.
  public record Request(
      @Doc("The ciphertext of Encrypt or of a data key; or of a public key, with SourceKeyId.")
          byte[] ciphertextBlob,
      @Doc("Id, alias or ARN of the symmetric key to move it under.") String destinationKeyId,
      @Doc("Names and values that decryption must repeat from then on.")
          Optional<Map<String, String>> destinationEncryptionContext,
      @Doc("The names and values that encryption was given.")
          Optional<Map<String, String>> sourceEncryptionContext,
      @Doc("Id, alias or ARN of the key whose public half encrypted.") Optional<String> sourceKeyId,
      @Doc("Its version; the newest by default.") Optional<KeyVersionId> sourceKeyVersionId,
      @Doc("RSAES_OAEP_SHA_256 or RSAES_OAEP_SHA_1; needed with SourceKeyId.")
          Optional<EncryptionAlgorithm> sourceEncryptionAlgorithm,
      @Doc("Only say whether it would be done.") Optional<Boolean> dryRun)
      implements DryRun {}

  /// What is answered.
  public record Answer(
      @Doc("The ciphertext under the destination key.") byte[] ciphertextBlob,
      @Doc("Id of the key that decrypted.") String keyId,
      @Doc("The version that decrypted.") KeyVersionId keyVersionId) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.KMS,
          NAME,
          "Moves what a ciphertext holds under another symmetric key, without telling it.",
          Request.class,
          Answer.class,
          Operation.Kind.CRYPTO,
          Asymmetric.ERRORS,
          ReEncrypt::resolve,
          ReEncrypt::perform);

  private static Target resolve(Services services, Caller caller, Request request) {
    Key source =
        request.sourceKeyId().isPresent()
            ? KeyRefs.resolve(services, caller, request.sourceKeyId().get()).key()
            : Blobs.key(services, caller, Blobs.read(request.ciphertextBlob())).key();
    Key destination = KeyRefs.resolve(services, caller, request.destinationKeyId()).key();
    return new Target.ReEncryption(source, destination);
  }

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    Key source = call.keys().getFirst();
    Key destination = call.keys().getLast();
    Texts.requireSymmetric(destination, NAME);
    return request.sourceKeyId().isPresent()
        ? fromPublicKey(services, call, source, destination)
        : fromBlob(services, request, source, destination);
  }

  private static Answer fromBlob(Services services, Request request, Key source, Key destination) {
    CiphertextBlob blob = Blobs.read(request.ciphertextBlob());
    try (SecretBytes text = Blobs.open(services, source, blob, request.sourceEncryptionContext())) {
      return sealed(services, request, destination, text, source, blob.version());
    }
  }

  private static Answer fromPublicKey(
      Services services, Call<Request> call, Key source, Key destination) {
    Request request = call.request();
    Asymmetric.require(source, NAME);
    EncryptionAlgorithm algorithm =
        request
            .sourceEncryptionAlgorithm()
            .orElseThrow(() -> KmsException.missing("SourceEncryptionAlgorithm"));
    if (algorithm.isSymmetric()) {
      throw KmsException.invalid("SourceEncryptionAlgorithm");
    }
    if (request.sourceEncryptionContext().isPresent()) {
      throw KmsException.invalid(
          "SourceEncryptionContext", "public keys encrypt without a context");
    }
    KeyVersion version = Asymmetric.version(source, request.sourceKeyVersionId());
    Opened opened =
        services
            .crypto()
            .decrypt(source, version, CipherParameters.rsa(algorithm), request.ciphertextBlob());
    if (opened.decodedInSoftware()) {
      call.note(AsymmetricDecrypt.DECODED_IN_SOFTWARE);
    }
    try (SecretBytes bytes = opened.plaintext();
        SecretBytes text = Base64Text.encode(bytes)) {
      return sealed(services, request, destination, text, source, version.id());
    }
  }

  private static Answer sealed(
      Services services,
      Request request,
      Key destination,
      SecretBytes text,
      Key source,
      KeyVersionId version) {
    CiphertextBlob made =
        Texts.seal(services, destination, request.destinationEncryptionContext(), text);
    return new Answer(made.encode(), source.id().value(), version);
  }
}
