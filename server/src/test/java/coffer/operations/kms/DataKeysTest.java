package coffer.operations.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import coffer.access.Principal;
import coffer.model.ErrorCode;
import coffer.model.Key;
import coffer.model.KeySpec;
import coffer.model.KeyState;
import coffer.model.KeyUsage;
import coffer.model.KmsException;
import coffer.model.SecretBytes;
import coffer.operations.Caller;
import coffer.operations.House;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataKeysTest {
  private static final Optional<Map<String, String>> CONTEXT = Optional.of(Map.of("a", "b"));

  @TempDir static Path directory;
  private static House house;
  private static Key key;

  @BeforeAll
  static void build() {
    house = new House(directory);
    key = house.create(KeySpec.ALIYUN_AES_256, KeyUsage.ENCRYPT_DECRYPT);
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @Test
  void theBlobDecryptsToTheBase64TextThatWasTold() {
    GenerateDataKey.Answer made = generate(Optional.empty(), Optional.empty());
    String told = text(made.plaintext());
    assertThat(Base64.getDecoder().decode(told)).hasSize(32);
    assertThat(decrypt(made.ciphertextBlob(), CONTEXT)).isEqualTo(told);
    assertThat(code(() -> decrypt(made.ciphertextBlob(), Optional.empty())))
        .isEqualTo(ErrorCode.INVALID_PARAMETER);
    assertThat(made.keyVersionId()).isEqualTo(key.primary().id());
  }

  @Test
  void lengthsFollowSpecAndNumberOfBytesAndTheLatterWins() {
    assertThat(length(Optional.of(DataKeys.Spec.AES_256), Optional.empty())).isEqualTo(32);
    assertThat(length(Optional.of(DataKeys.Spec.AES_128), Optional.empty())).isEqualTo(16);
    assertThat(length(Optional.of(DataKeys.Spec.AES_128), Optional.of(1024))).isEqualTo(1024);
    assertThat(length(Optional.empty(), Optional.of(1))).isEqualTo(1);
    for (int wrong : new int[] {0, -1, 1025, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      assertThat(code(() -> generate(Optional.empty(), Optional.of(wrong))))
          .as("%s bytes", wrong)
          .isEqualTo(ErrorCode.INVALID_PARAMETER);
    }
  }

  @Test
  void withoutPlaintextTheDataKeyIsOnlySealed() {
    GenerateDataKeyWithoutPlaintext.Answer made =
        house.pipeline.call(
            House.root(),
            GenerateDataKeyWithoutPlaintext.OPERATION,
            new GenerateDataKeyWithoutPlaintext.Request(
                key.id().value(),
                Optional.of(DataKeys.Spec.AES_128),
                Optional.empty(),
                CONTEXT,
                Optional.empty()));
    assertThat(Base64.getDecoder().decode(decrypt(made.ciphertextBlob(), CONTEXT))).hasSize(16);
  }

  @Test
  void aRecipientIsRefused() {
    ThrowingCallable call =
        () ->
            house.pipeline.call(
                House.root(),
                GenerateDataKey.OPERATION,
                new GenerateDataKey.Request(
                    key.id().value(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of("attestation"),
                    Optional.empty()));
    assertThat(code(call)).isEqualTo(ErrorCode.UNSUPPORTED_OPERATION);
  }

  @Test
  void anAsymmetricKeyMakesNoDataKeys() {
    Key rsa = house.create(KeySpec.RSA_2048, KeyUsage.ENCRYPT_DECRYPT);
    assertThat(rehearsed(House.root(), rsa, false)).isEqualTo(ErrorCode.UNSUPPORTED_OPERATION);
  }

  @Test
  void aLongContextIsRefused() {
    Map<String, String> longest = Map.of("k", "v".repeat(8191));
    Map<String, String> longer = Map.of("k", "v".repeat(8192));
    byte[] blob = encrypt(longest);
    assertThat(decrypt(blob, Optional.of(longest))).isEqualTo("text");
    assertThat(code(() -> encrypt(longer))).isEqualTo(ErrorCode.INVALID_PARAMETER);
    assertThat(code(() -> decrypt(blob, Optional.of(longer))))
        .isEqualTo(ErrorCode.INVALID_PARAMETER);
  }

  @Test
  void aRehearsalIsAlwaysRefusedAndTellsWhatWouldHaveBeen() {
    assertThat(rehearsed(House.root(), key, true)).isEqualTo(ErrorCode.DRY_RUN_OPERATION);
    assertThat(house.audit.last().event().outcome()).isEqualTo("DRY_RUN_OPERATION");
    Key disabled =
        house.inState(
            house.create(KeySpec.ALIYUN_AES_256, KeyUsage.ENCRYPT_DECRYPT), KeyState.DISABLED);
    assertThat(rehearsed(House.root(), disabled, true)).isEqualTo(ErrorCode.VALIDATION_ERROR);
    assertThat(rehearsed(House.root(), disabled, false)).isEqualTo(ErrorCode.DISABLED);
    Principal.Application application = house.application("rehearsal");
    assertThat(rehearsed(House.as(application), key, true))
        .isEqualTo(ErrorCode.ACCESS_DENIED_ERROR);
  }

  private static ErrorCode rehearsed(Caller caller, Key of, boolean dryRun) {
    return code(() ->
        house.pipeline.call(
            caller,
            GenerateDataKey.OPERATION,
            new GenerateDataKey.Request(
                of.id().value(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(dryRun))));
  }

  private static int length(Optional<DataKeys.Spec> spec, Optional<Integer> bytes) {
    return Base64.getDecoder().decode(text(generate(spec, bytes).plaintext())).length;
  }

  private static GenerateDataKey.Answer generate(
      Optional<DataKeys.Spec> spec, Optional<Integer> bytes) {
    return house.pipeline.call(
        House.root(),
        GenerateDataKey.OPERATION,
        new GenerateDataKey.Request(
            key.id().value(), spec, bytes, CONTEXT, Optional.empty(), Optional.empty()));
  }

  private static byte[] encrypt(Map<String, String> context) {
    try (SecretBytes text = House.secret("text")) {
      return house
          .pipeline
          .call(
              House.root(),
              Encrypt.OPERATION,
              new Encrypt.Request(key.id().value(), text, Optional.of(context)))
          .ciphertextBlob();
    }
  }

  private static String decrypt(byte[] blob, Optional<Map<String, String>> context) {
    return text(
        house
            .pipeline
            .call(
                House.root(),
                Decrypt.OPERATION,
                new Decrypt.Request(blob, context, Optional.empty()))
            .plaintext());
  }

  private static String text(SecretBytes secret) {
    try (secret) {
      return secret.use(bytes -> new String(bytes, StandardCharsets.US_ASCII));
    }
  }

  private static ErrorCode code(ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).isInstanceOf(KmsException.class);
    return ((KmsException) thrown).code();
  }
}
