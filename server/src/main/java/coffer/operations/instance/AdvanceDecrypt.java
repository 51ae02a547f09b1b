package coffer.operations.instance;

import coffer.hsm.CipherParameters;
import coffer.hsm.Opened;
import coffer.keys.CiphertextBlob;
import coffer.model.EncryptionAlgorithm;
import coffer.model.ErrorCode;
import coffer.model.Key;
import coffer.model.KeyVersion;
import coffer.model.KeyVersionId;
import coffer.model.KmsException;
import coffer.model.PaddingMode;
import coffer.model.SecretBytes;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Caller;
import coffer.operations.Doc;
import coffer.operations.KeyRefs;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import java.util.Optional;

/// Decrypts a blob that describes itself, or what the plain calls made.
public final class AdvanceDecrypt {
  private AdvanceDecrypt() {}

  /// What is asked.
  public record Request(
      @Doc("A blob of an Advance call; or of a plain one, with KeyId and Iv.")
          byte[] ciphertextBlob,
      @Doc("Id or ARN of the key, for blobs of plain calls.") Optional<String> keyId,
      @Doc("The algorithm, for blobs of plain calls.") Optional<EncryptionAlgorithm> algorithm,
      @Doc("The bytes that were authenticated.") Optional<byte[]> aad,
      @Doc("The IV, for blobs of plain calls.") Optional<byte[]> iv,
      @Doc("The padding, for blobs of plain calls.") Optional<PaddingMode> paddingMode,
      @Doc("Version that encrypted, for clients that migrate.")
          Optional<KeyVersionId> migrationKeyVersionId) {

    /// What the blob says of itself; a blob of a plain call says nothing.
    Optional<CiphertextBlob> described() {
      return CiphertextBlob.decodeAdvance(ciphertextBlob);
    }
  }

  /// What is answered.
  public record Answer(
      @Doc("Id of the key.") String keyId,
      @Doc("The bytes that were encrypted.") SecretBytes plaintext,
      @Doc("The algorithm that was used.") EncryptionAlgorithm algorithm,
      @Doc("The padding that was used, for CBC and ECB.") Optional<PaddingMode> paddingMode,
      @Doc("The version that was used.") KeyVersionId keyVersionId) {}

  public static final Operation<Request, Answer> OPERATION =
      new Operation<>(
          Api.INSTANCE,
          "AdvanceDecrypt",
          "Decrypts a blob that describes itself, or what the plain calls made.",
          Request.class,
          Answer.class,
          Operation.Kind.CRYPTO,
          KeyErrors.OF_USE,
          AdvanceDecrypt::resolve,
          AdvanceDecrypt::perform,
          AdvanceDecrypt::isResident);

  /// A named key wins: a plain ciphertext may begin with the marks by chance.
  private static Target resolve(Services services, Caller caller, Request request) {
    if (request.keyId().isPresent() || request.migrationKeyVersionId().isPresent()) {
      return Ciphering.key(services, caller, request.keyId(), request.migrationKeyVersionId());
    }
    CiphertextBlob blob =
        request.described().orElseThrow(() -> new KmsException(ErrorCode.INVALID_PARAMETER));
    try {
      return KeyRefs.ofVersion(services, caller, blob.version());
    } catch (KmsException e) {
      throw new KmsException(ErrorCode.INVALID_PARAMETER);
    }
  }

  private static boolean isResident(Services services, Request request) {
    if (request.keyId().isPresent() || request.migrationKeyVersionId().isPresent()) {
      return Ciphering.isResident(services, request.keyId(), request.migrationKeyVersionId());
    }
    Optional<CiphertextBlob> blob = request.described();
    return blob.isPresent() && KeyRefs.isResident(services, blob.get().version());
  }

  /// What a blob says of itself. One of another key is refused as any other ciphertext that does
  /// not open; only bytes that come with what plain calls need may look like one by chance.
  private static Optional<CiphertextBlob> ownBlob(Request request, Key key) {
    Optional<CiphertextBlob> blob = request.described();
    if (blob.isEmpty() || key.version(blob.get().version()).isPresent()) {
      return blob;
    }
    boolean plain =
        request.iv().isPresent() || request.algorithm().filter(a -> a.ivBytes() == 0).isPresent();
    if (!plain) {
      throw new KmsException(ErrorCode.INVALID_PARAMETER);
    }
    return Optional.empty();
  }

  private static boolean isUnauthenticated(EncryptionAlgorithm algorithm) {
    return algorithm == EncryptionAlgorithm.AES_CBC || algorithm == EncryptionAlgorithm.AES_ECB;
  }

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    if (request.algorithm().filter(AdvanceDecrypt::isUnauthenticated).isPresent()) {
      throw KmsException.unsupported("the Advance calls know no AES_CBC and no AES_ECB");
    }
    Optional<CiphertextBlob> blob = ownBlob(request, call.key());
    KeyVersion version =
        Ciphering.version(
            call.key(),
            blob.map(CiphertextBlob::version).or(request::migrationKeyVersionId),
            call.key().initial());
    CipherParameters parameters =
        blob.isPresent()
            ? CipherParameters.gcm(blob.get().iv(), request.aad().orElse(Ciphering.NONE))
            : Ciphering.parameters(
                call.key(),
                request.algorithm(),
                request.paddingMode(),
                request.iv(),
                request.aad());
    byte[] sealed = blob.map(CiphertextBlob::ciphertext).orElse(request.ciphertextBlob());
    Opened opened = services.crypto().decrypt(call.key(), version, parameters, sealed);
    if (opened.decodedInSoftware()) {
      call.note(Decrypt.DECODED_IN_SOFTWARE);
    }
    return new Answer(
        call.key().id().value(),
        opened.plaintext(),
        parameters.algorithm(),
        Ciphering.padding(parameters),
        version.id());
  }
}
