package coffer.operations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import coffer.keys.CiphertextBlob;
import coffer.keys.EncryptionContext;
import coffer.model.EncryptionAlgorithm;
import coffer.model.Key;
import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import coffer.model.KeyVersionId;
import coffer.model.MacAlgorithm;
import coffer.model.MessageType;
import coffer.model.SecretBytes;
import coffer.model.SigningAlgorithm;
import coffer.operations.instance.AdvanceDecrypt;
import coffer.operations.instance.AdvanceEncrypt;
import coffer.operations.instance.Hmac;
import coffer.operations.instance.Sign;
import coffer.operations.instance.Verify;
import coffer.operations.kms.AsymmetricDecrypt;
import coffer.operations.kms.AsymmetricEncrypt;
import coffer.operations.kms.AsymmetricSign;
import coffer.operations.kms.AsymmetricVerify;
import coffer.operations.kms.GenerateMac;
import coffer.operations.kms.VerifyMac;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What one API makes, the other opens, before and after a rotation. Transfer clients cut and glue
/// these ciphertexts as is done here.
class InterchangeTest {
  private static final String TEXT = "attack at dawn";
  private static final Map<String, String> CONTEXT = Map.of("tenant", "blue", "order", "4711");
  private static final Optional<byte[]> AAD = Optional.of(EncryptionContext.aad(CONTEXT));

  @TempDir static Path directory;
  private static House house;
  private static Caller application;
  private static Key aes;
  private static Key rsa;
  private static Key hmac;

  @BeforeAll
  static void build() {
    house = new House(directory);
    application = House.as(house.application("interchange"));
    Key fresh = house.create(KeySpec.ALIYUN_AES_256, KeyUsage.ENCRYPT_DECRYPT);
    house.keys.rotation().schedule(fresh.id(), Optional.of(Duration.ofDays(7)));
    house.clock.forward(Duration.ofDays(7));
    aes = house.keys.rotation().rotate(fresh.id()).orElseThrow();
    rsa =
        house.create(KeySpec.RSA_2048, KeyUsage.ENCRYPT_DECRYPT, Optional.of(KeyUsage.SIGN_VERIFY));
    hmac = house.create(KeySpec.HMAC_SHA256, KeyUsage.GENERATE_VERIFY_MAC);
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @Test
  void theInstanceApiOpensWhatTheOpenApiSealed() {
    CiphertextBlob blob = openApiSeals();
    assertThat(blob.version()).isEqualTo(aes.primary().id());
    assertThat(advanceOpens(blob)).isEqualTo(TEXT);
    assertThat(plainOpens(blob)).isEqualTo(TEXT);
  }

  @Test
  void theOpenApiOpensWhatTheAdvanceCallsSealed() {
    byte[] advance;
    try (SecretBytes text = House.secret(TEXT)) {
      advance =
          call(
                  AdvanceEncrypt.OPERATION,
                  new AdvanceEncrypt.Request(
                      aes.id().value(),
                      text,
                      Optional.empty(),
                      AAD,
                      Optional.empty(),
                      Optional.empty(),
                      Optional.empty()))
              .ciphertextBlob();
    }
    CiphertextBlob blob = CiphertextBlob.decodeAdvance(advance).orElseThrow();
    assertThat(blob.version()).isEqualTo(aes.primary().id());
    assertThat(openApiOpens(blob)).isEqualTo(TEXT);
    assertThat(plainOpens(blob)).isEqualTo(TEXT);
  }

  @Test
  void theOpenApiOpensWhatThePlainCallsSealed() {
    CiphertextBlob blob = plainSeals(Optional.empty());
    assertThat(blob.version()).isEqualTo(aes.initial().id());
    assertThat(openApiOpens(blob)).isEqualTo(TEXT);
    assertThat(advanceOpens(blob)).isEqualTo(TEXT);
    CiphertextBlob newest = plainSeals(Optional.of(aes.primary().id()));
    assertThat(newest.version()).isEqualTo(aes.primary().id());
    assertThat(openApiOpens(newest)).isEqualTo(TEXT);
  }

  @Test
  void publicKeyCiphertextsOpenOnBothSides() {
    String base64 = Base64.getEncoder().encodeToString(TEXT.getBytes(UTF_8));
    EncryptionAlgorithm oaep = EncryptionAlgorithm.RSAES_OAEP_SHA_256;
    byte[] byOpenApi;
    byte[] byInstance;
    try (SecretBytes asText = House.secret(base64);
        SecretBytes asBytes = House.secret(TEXT)) {
      byOpenApi =
          root(
                  AsymmetricEncrypt.OPERATION,
                  new AsymmetricEncrypt.Request(
                      rsa.id().value(), Optional.empty(), oaep, asText, Optional.empty()))
              .ciphertextBlob();
      byInstance =
          call(
                  coffer.operations.instance.Encrypt.OPERATION,
                  new coffer.operations.instance.Encrypt.Request(
                      rsa.id().value(),
                      asBytes,
                      Optional.of(oaep),
                      Optional.empty(),
                      Optional.empty(),
                      Optional.empty(),
                      Optional.empty()))
              .ciphertextBlob();
    }
    assertThat(
            text(
                root(
                        AsymmetricDecrypt.OPERATION,
                        new AsymmetricDecrypt.Request(
                            rsa.id().value(), Optional.empty(), oaep, byInstance, Optional.empty()))
                    .plaintext()))
        .isEqualTo(base64);
    assertThat(
            text(
                call(
                        coffer.operations.instance.Decrypt.OPERATION,
                        new coffer.operations.instance.Decrypt.Request(
                            byOpenApi,
                            Optional.of(rsa.id().value()),
                            Optional.of(oaep),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty()))
                    .plaintext()))
        .isEqualTo(TEXT);
  }

  @Test
  void signaturesAndMacsVerifyOnBothSides() {
    byte[] digest = new byte[32];
    SigningAlgorithm pss = SigningAlgorithm.RSA_PSS_SHA_256;
    byte[] byInstance =
        call(
                Sign.OPERATION,
                new Sign.Request(
                    rsa.id().value(),
                    Optional.empty(),
                    Optional.of(pss),
                    Optional.of(digest),
                    Optional.of(MessageType.DIGEST),
                    Optional.empty()))
            .signature();
    byte[] byOpenApi =
        root(
                AsymmetricSign.OPERATION,
                new AsymmetricSign.Request(
                    rsa.id().value(), Optional.empty(), pss, digest, Optional.empty()))
            .value();
    assertThat(
            root(
                    AsymmetricVerify.OPERATION,
                    new AsymmetricVerify.Request(
                        rsa.id().value(),
                        Optional.empty(),
                        pss,
                        digest,
                        byInstance,
                        Optional.empty()))
                .value())
        .isTrue();
    assertThat(
            call(
                    Verify.OPERATION,
                    new Verify.Request(
                        rsa.id().value(),
                        Optional.empty(),
                        byOpenApi,
                        Optional.of(pss),
                        Optional.of(digest),
                        Optional.of(MessageType.DIGEST),
                        Optional.empty()))
                .value())
        .isTrue();
    byte[] mac =
        call(Hmac.OPERATION, new Hmac.Request(hmac.id().value(), digest, Optional.empty()))
            .signature();
    MacAlgorithm sha256 = MacAlgorithm.HMAC_SHA_256;
    assertThat(
            root(
                    VerifyMac.OPERATION,
                    new VerifyMac.Request(hmac.id().value(), sha256, digest, mac, Optional.empty()))
                .value())
        .isTrue();
    assertThat(
            root(
                    GenerateMac.OPERATION,
                    new GenerateMac.Request(hmac.id().value(), sha256, digest, Optional.empty()))
                .mac())
        .isEqualTo(mac);
  }

  private static CiphertextBlob openApiSeals() {
    try (SecretBytes text = House.secret(TEXT)) {
      byte[] blob =
          root(
                  coffer.operations.kms.Encrypt.OPERATION,
                  new coffer.operations.kms.Encrypt.Request(
                      aes.id().value(), text, Optional.of(CONTEXT)))
              .ciphertextBlob();
      return CiphertextBlob.decode(blob).orElseThrow();
    }
  }

  private static CiphertextBlob plainSeals(Optional<KeyVersionId> version) {
    try (SecretBytes text = House.secret(TEXT)) {
      var sealed =
          call(
              coffer.operations.instance.Encrypt.OPERATION,
              new coffer.operations.instance.Encrypt.Request(
                  aes.id().value(),
                  text,
                  Optional.empty(),
                  AAD,
                  Optional.empty(),
                  Optional.empty(),
                  version));
      return new CiphertextBlob(sealed.keyVersionId(), sealed.iv(), sealed.ciphertextBlob());
    }
  }

  private static String openApiOpens(CiphertextBlob blob) {
    return text(
        root(
                coffer.operations.kms.Decrypt.OPERATION,
                new coffer.operations.kms.Decrypt.Request(
                    blob.encode(), Optional.of(CONTEXT), Optional.empty()))
            .plaintext());
  }

  private static String advanceOpens(CiphertextBlob blob) {
    return text(
        call(
                AdvanceDecrypt.OPERATION,
                new AdvanceDecrypt.Request(
                    blob.encodeAdvance(),
                    Optional.empty(),
                    Optional.empty(),
                    AAD,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()))
            .plaintext());
  }

  /// As a transfer client does it: the version in a header, no key id.
  private static String plainOpens(CiphertextBlob blob) {
    return text(
        call(
                coffer.operations.instance.Decrypt.OPERATION,
                new coffer.operations.instance.Decrypt.Request(
                    blob.ciphertext(),
                    Optional.empty(),
                    Optional.empty(),
                    AAD,
                    Optional.of(blob.iv()),
                    Optional.empty(),
                    Optional.of(blob.version())))
            .plaintext());
  }

  private static <Q extends Record, A extends Record> A root(Operation<Q, A> operation, Q request) {
    return house.pipeline.call(House.root(), operation, request);
  }

  private static <Q extends Record, A extends Record> A call(Operation<Q, A> operation, Q request) {
    return house.pipeline.call(application, operation, request);
  }

  private static String text(SecretBytes secret) {
    try (secret) {
      return secret.use(bytes -> new String(bytes, UTF_8));
    }
  }
}
