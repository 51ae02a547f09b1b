package coffer.cli;

import coffer.model.KeyId;
import coffer.model.KeySpec;
import coffer.model.SecretBytes;
import coffer.operations.Api;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Operations;
import coffer.operations.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A small registry with one field of every kind.
final class SampleOperations {
  private SampleOperations() {}

  record Everything(
      @Doc("The key.") KeyId keyId,
      @Doc(value = "The instance.", name = "DKMSInstanceId") Optional<String> dkmsInstanceId,
      @Doc("Kind and size.") Optional<KeySpec> keySpec,
      @Doc("How many.") Optional<Integer> numberOfBytes,
      @Doc("Whether 100% of it.") boolean dryRun,
      @Doc("Bytes.") Optional<byte[]> aad,
      @Doc("What to encrypt.") SecretBytes plaintext,
      @Doc("Context.") Map<String, String> encryptionContext,
      @Doc("Resources.") List<String> resources,
      @Doc("Tags.") List<Tag> tags) {}

  record Tag(String key, String value) {}

  record Answer(@Doc("Request.") String requestId) {}

  record Encrypt(
      @Doc("The key.") String keyId,
      @Doc("What to encrypt.") SecretBytes plaintext,
      @Doc("Bound to the ciphertext.") Optional<byte[]> aad) {}

  static Operations registry() {
    return new Operations(
        List.of(
            operation(Api.KMS, "DoEverything", "Does everything.", Everything.class),
            operation(Api.INSTANCE, "Encrypt", "Encrypts under a key.", Encrypt.class)));
  }

  static <Q extends Record> Operation<Q, Answer> operation(
      Api api, String name, String summary, Class<Q> request) {
    return Operation.of(
        api,
        name,
        summary,
        request,
        Answer.class,
        Operation.Kind.READ,
        Set.of(),
        (_, _, _) -> new Target.Service(),
        (_, _) -> new Answer(""));
  }
}
