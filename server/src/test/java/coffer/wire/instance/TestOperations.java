package coffer.wire.instance;

import coffer.model.EncryptionAlgorithm;
import coffer.model.ErrorCode;
import coffer.model.KeyId;
import coffer.model.KeyVersionId;
import coffer.model.KmsException;
import coffer.model.MessageType;
import coffer.model.SecretBytes;
import coffer.operations.Api;
import coffer.operations.Operation;
import coffer.operations.Operations;
import coffer.operations.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Operations with the messages of real ones and handlers that only remember.
final class TestOperations {
  static final KeyVersionId VERSION =
      new KeyVersionId(UUID.fromString("11111111-aaaa-4aaa-8aaa-000000000001"));

  record EncryptRequest(
      String keyId,
      SecretBytes plaintext,
      Optional<EncryptionAlgorithm> algorithm,
      Optional<byte[]> aad,
      Optional<byte[]> iv,
      Optional<String> paddingMode) {}

  record EncryptAnswer(
      String keyId,
      byte[] ciphertextBlob,
      byte[] iv,
      EncryptionAlgorithm algorithm,
      Optional<String> paddingMode,
      KeyVersionId keyVersionId) {}

  record DecryptRequest(
      byte[] ciphertextBlob,
      Optional<String> keyId,
      Optional<EncryptionAlgorithm> algorithm,
      Optional<byte[]> aad,
      Optional<byte[]> iv,
      Optional<String> paddingMode,
      Optional<KeyVersionId> migrationKeyVersionId) {}

  record DecryptAnswer(
      String keyId,
      SecretBytes plaintext,
      EncryptionAlgorithm algorithm,
      Optional<String> paddingMode,
      Optional<KeyVersionId> keyVersionId) {}

  record AdvanceEncryptAnswer(KeyId keyId, Optional<KeyVersionId> keyVersionId) {}

  record AdvanceEncryptRequest(KeyId keyId) {}

  record RandomRequest(int length) {}

  record RandomAnswer(SecretBytes random) {}

  record VerifyRequest(
      String keyId,
      Optional<byte[]> digest,
      byte[] signature,
      Optional<String> algorithm,
      Optional<byte[]> message,
      Optional<MessageType> messageType) {}

  record VerifyAnswer(String keyId, boolean value, String algorithm, MessageType messageType) {}

  record SecretRequest(
      String secretName,
      Optional<String> versionStage,
      Optional<String> versionId,
      boolean fetchExtendedConfig) {}

  record SecretAnswer(String secretName, SecretBytes secretData, List<String> versionStages) {}

  /// Requests and answers, in the order they came and went.
  final List<Record> seen = new ArrayList<>();

  boolean inline = true;

  Operations all() {
    return new Operations(
        List.of(
            operation(
                "Encrypt",
                EncryptRequest.class,
                EncryptAnswer.class,
                q ->
                    new EncryptAnswer(
                        q.keyId(),
                        q.plaintext().use(byte[]::clone),
                        new byte[12],
                        EncryptionAlgorithm.AES_GCM,
                        q.paddingMode(),
                        VERSION)),
            operation(
                "Decrypt",
                DecryptRequest.class,
                DecryptAnswer.class,
                q ->
                    new DecryptAnswer(
                        "key",
                        SecretBytes.copyOf(q.ciphertextBlob()),
                        EncryptionAlgorithm.AES_GCM,
                        Optional.empty(),
                        q.migrationKeyVersionId())),
            operation(
                "AdvanceEncrypt",
                AdvanceEncryptRequest.class,
                AdvanceEncryptAnswer.class,
                q -> new AdvanceEncryptAnswer(q.keyId(), Optional.of(VERSION))),
            operation(
                "GenerateRandom",
                RandomRequest.class,
                RandomAnswer.class,
                q -> new RandomAnswer(SecretBytes.owning(new byte[q.length()]))),
            operation(
                "Verify",
                VerifyRequest.class,
                VerifyAnswer.class,
                q -> new VerifyAnswer(q.keyId(), false, "RSA_PSS_SHA_256", MessageType.RAW)),
            operation("GetSecretValue", SecretRequest.class, SecretAnswer.class, q -> secret(q))));
  }

  private static SecretAnswer secret(SecretRequest request) {
    if (request.secretName().equals("bug")) {
      throw new IllegalStateException("a bug");
    }
    if (request.secretName().equals("missing")) {
      throw new KmsException(ErrorCode.RESOURCE_NOT_FOUND);
    }
    if (request.secretName().equals("no-key")) {
      throw new KmsException(ErrorCode.KEY_NOT_FOUND);
    }
    return new SecretAnswer(
        request.secretName(),
        SecretBytes.owning(new byte[] {'s', '3'}),
        List.of("ACSCurrent", "mine"));
  }

  private interface Answering<Q, A> {
    A answer(Q request);
  }

  private <Q extends Record, A extends Record> Operation<Q, A> operation(
      String name, Class<Q> request, Class<A> answer, Answering<Q, A> answering) {
    return new Operation<>(
        Api.INSTANCE,
        name,
        "For tests.",
        request,
        answer,
        Operation.Kind.CRYPTO,
        Set.of(ErrorCode.RESOURCE_NOT_FOUND, ErrorCode.KEY_NOT_FOUND),
        (_, _, _) -> new Target.Service(),
        (_, call) -> {
          seen.add(call.request());
          A given = answering.answer(call.request());
          seen.add(given);
          return given;
        },
        (_, _) -> inline);
  }
}
