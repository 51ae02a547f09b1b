package coffer.wire.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.access.Principal;
import coffer.keys.CiphertextBlob;
import coffer.model.AccessKeyId;
import coffer.model.ErrorCode;
import coffer.model.Key;
import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import coffer.model.SecretBytes;
import coffer.operations.House;
import coffer.operations.Unserved;
import coffer.operations.UnservedTable;
import coffer.operations.catalog.Catalog;
import coffer.ram.AccessKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What is not served is refused as `UnservedTable` says.
class UnservedTest {
  private static final String DATE = "2026-03-01T12:00:00Z";

  @TempDir static Path directory;
  private static House house;
  private static OpenApiWire wire;
  private static Key aes;
  private static int nonces;

  @BeforeAll
  static void build() {
    house = new House(directory);
    aes = house.create(KeySpec.ALIYUN_AES_256, KeyUsage.ENCRYPT_DECRYPT);
    wire =
        new OpenApiWire(
            Catalog.all(),
            house.pipeline,
            UnservedTest::signingKey,
            house.clock,
            SignatureRules.DEFAULT);
  }

  @AfterAll
  static void close() {
    house.close();
  }

  private static Optional<AccessKeys.SigningKey> signingKey(String id) {
    Principal root = new Principal.Root(House.ACCOUNT.id(), new AccessKeyId(TestSigner.KEY));
    SecretBytes secret = SecretBytes.owning(TestSigner.SECRET.getBytes(StandardCharsets.UTF_8));
    return Optional.of(new AccessKeys.SigningKey(root, secret, true));
  }

  static List<Unserved.Action> actions() {
    return UnservedTable.actions();
  }

  static List<UnservedTable.Row> rows() {
    return UnservedTable.rows();
  }

  @ParameterizedTest
  @MethodSource("actions")
  void anActionThatIsNotServedIsRefusedAsSuch(Unserved.Action action) {
    JsonNode answer = send(action.name(), Map.of());
    assertThat(answer.path("Code").asString()).isEqualTo(ErrorCode.UNSUPPORTED_OPERATION.code());
    assertThat(house.audit.last().event().action()).isEqualTo(action.action());
  }

  @Test
  void anActionThatNobodyKnowsIsNotThere() {
    assertThat(send("EncryptEverything", Map.of()).path("Code").asString())
        .isEqualTo(ErrorCode.INVALID_ACTION.code());
    assertThat(house.audit.last().event().action()).isEqualTo("openapi:unknown");
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aValueThatIsNotServedIsRefused(UnservedTable.Row row) {
    Map<String, String> parameters = new HashMap<>(sample(row.action()));
    parameters.put(row.parameter(), row.value());
    assertThat(send(row.action(), parameters).path("Code").asString()).isEqualTo(row.code().code());
  }

  /// All that the action needs besides.
  private static Map<String, String> sample(String action) {
    String key = aes.id().value();
    return switch (action) {
      case "Decrypt" -> Map.of("CiphertextBlob", blob());
      case "ExportDataKey" ->
          Map.of(
              "CiphertextBlob", dataKey(),
              "PublicKeyBlob", "AAAA",
              "WrappingKeySpec", "RSA_2048",
              "WrappingAlgorithm", "RSAES_OAEP_SHA_256");
      case "GenerateAndExportDataKey" ->
          Map.of(
              "KeyId", key,
              "PublicKeyBlob", "AAAA",
              "WrappingKeySpec", "RSA_2048",
              "WrappingAlgorithm", "RSAES_OAEP_SHA_256");
      case "TagResource" -> Map.of("Tags", "[{\"TagKey\":\"a\",\"TagValue\":\"b\"}]");
      case "UntagResource" -> Map.of("TagKeys", "[\"a\"]");
      case "SetDeletionProtection" -> Map.of("EnableDeletionProtection", "true");
      case "AsymmetricSign", "AsymmetricEncrypt", "GenerateMac" ->
          Map.of("KeyId", key, "Digest", "AAAA", "Plaintext", "AAAA", "Message", "AAAA");
      case "GenerateDataKey" -> Map.of("KeyId", key);
      default -> Map.of();
    };
  }

  private static String blob() {
    byte[] blob = new CiphertextBlob(aes.primary().id(), new byte[12], new byte[40]).encode();
    return Base64.getEncoder().encodeToString(blob);
  }

  private static String dataKey() {
    return send("GenerateDataKey", Map.of("KeyId", aes.id().value()))
        .path("CiphertextBlob")
        .asString();
  }

  private static JsonNode send(String action, Map<String, String> parameters) {
    TestCall call = TestSigner.v3(action, parameters, "n" + nonces++, DATE);
    call.with("x-acs-version", "2016-01-20");
    TestSigner.signV3(call);
    wire.handle(call);
    return JsonMapper.shared().readTree(call.answer);
  }
}
