package coffer.wire.instance;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.access.Principal;
import coffer.model.Key;
import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import coffer.operations.House;
import coffer.operations.InstanceParameterTable;
import coffer.operations.InstanceParameterTable.Cell;
import coffer.operations.InstanceParameterTable.Row;
import coffer.wire.instance.proto.InstanceMessages;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.UnknownFieldSet;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every field of every message, through the wire: missing, of each other wire type, larger than it
/// may be, and without meaning, gives what `InstanceParameterTable` says.
class ParameterTableTest {
  private static final String LONG_TEXT = "x".repeat(100_000);

  @TempDir static Path directory;
  private static Served served;
  private static Principal.Application application;
  private static Key aes;
  private static Key ec;
  private static Key hmac;
  private static InstanceMessages.EncryptResponse sealed;

  @BeforeAll
  static void build() {
    served = new Served(directory);
    application =
        served.house.application(
            "table",
            List.of(House.KEY_USER, House.SECRET_USER),
            List.of("key/*", "secret/*"),
            List.of());
    aes = served.create(KeySpec.ALIYUN_AES_256);
    ec = served.create(KeySpec.EC_P256);
    hmac = served.create(KeySpec.HMAC_SHA256);
    sealed =
        served
            .call(
                "Encrypt",
                InstanceMessages.EncryptRequest.newBuilder()
                    .setKeyId(aes.id().value())
                    .setPlaintext(Served.bytes(16)),
                InstanceMessages.EncryptResponse::newBuilder)
            .build();
  }

  @AfterAll
  static void close() {
    served.close();
  }

  static Stream<Row> rows() {
    return InstanceParameterTable.rows().stream();
  }

  static Stream<String> actions() {
    return rows().map(row -> row.operation().name()).distinct();
  }

  @Test
  void everyFieldOfEveryMessageHasARow() {
    List<String> fields =
        InstanceMessages.getDescriptor().getMessageTypes().stream()
            .filter(message -> message.getName().endsWith("Request"))
            .flatMap(message -> message.getFields().stream())
            .map(field -> field.getContainingType().getName() + " " + field.getName())
            .toList();
    assertThat(rows().map(row -> row.operation().name() + "Request " + row.field()))
        .containsExactlyInAnyOrderElementsOf(fields);
    assertThat(actions()).hasSize(16);
  }

  /// Otherwise the refusals below could be those of something else.
  @ParameterizedTest
  @MethodSource("actions")
  void theRequestThatIsSpoiledBelowIsServed(String action) {
    FakeCall call = send(action, request(action, sample(action)));
    assertThat(call.status).as(call.error()).isEqualTo(action.equals("GetSecretValue") ? 404 : 200);
    if (call.status == 404) {
      assertThat(call.error()).contains("Forbidden.ResourceNotFound");
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aMissingFieldGivesWhatTheTableSays(Row row) {
    String action = row.operation().name();
    Map<String, Object> sample = sample(action);
    sample.remove(row.field());
    check(row, row.missing(), "missing", request(action, sample));
    DynamicMessage.Builder empty = request(action, sample);
    FieldDescriptor field = field(row);
    if (field.getType() != FieldDescriptor.Type.INT32
        && field.getType() != FieldDescriptor.Type.BOOL) {
      check(row, row.missing(), "empty", with(empty, field, bytes(ByteString.EMPTY)));
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aFieldOfAnotherWireTypeGivesWhatTheTableSays(Row row) {
    String action = row.operation().name();
    Map<String, Object> sample = sample(action);
    sample.remove(row.field());
    FieldDescriptor field = field(row);
    boolean isNumber =
        field.getType() == FieldDescriptor.Type.INT32
            || field.getType() == FieldDescriptor.Type.BOOL;
    UnknownFieldSet.Field other =
        isNumber
            ? bytes(ByteString.copyFromUtf8("1"))
            : UnknownFieldSet.Field.newBuilder().addVarint(1).build();
    for (UnknownFieldSet.Field wrong :
        List.of(
            other,
            UnknownFieldSet.Field.newBuilder().addFixed32(1).build(),
            UnknownFieldSet.Field.newBuilder().addFixed64(1).build(),
            UnknownFieldSet.Field.newBuilder()
                .addGroup(UnknownFieldSet.getDefaultInstance())
                .build())) {
      check(row, row.wrongType(), "wire type", with(request(action, sample), field, wrong));
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aFieldThatIsTooLargeGivesWhatTheTableSays(Row row) {
    for (Object value : oversized(row)) {
      check(row, row.oversized(), "oversized", spoiled(row, value));
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aFieldWithoutMeaningGivesWhatTheTableSays(Row row) {
    for (Object value : meaningless(row)) {
      check(row, row.wrongValue(), "value " + value, spoiled(row, value));
    }
  }

  @Test
  void whatTheirPaddingAllowsBoundsThePlaintextOfRsaKeys() {
    String key = served.create(KeySpec.RSA_2048, KeyUsage.ENCRYPT_DECRYPT).id().value();
    Map<String, Integer> limits = Map.of("RSAES_OAEP_SHA_256", 190, "RSAES_OAEP_SHA_1", 214);
    limits.forEach((algorithm, limit) -> {
      InstanceMessages.EncryptRequest.Builder request =
          InstanceMessages.EncryptRequest.newBuilder().setKeyId(key).setAlgorithm(algorithm);
      request.setPlaintext(Served.bytes(limit));
      assertThat(served.sendAs(application, "Encrypt", request).status).isEqualTo(200);
      request.setPlaintext(Served.bytes(limit + 1));
      assertThat(served.sendAs(application, "Encrypt", request).error())
          .startsWith("400 InvalidParameter: ")
          .contains("\"Plaintext\"");
    });
  }

  private static List<Object> oversized(Row row) {
    return switch (row.field()) {
      case "Aad" -> List.of(Served.bytes(8_193), Served.bytes(100_000));
      case "Iv" -> List.of(Served.bytes(13), Served.bytes(100_000));
      case "Digest" -> List.of(Served.bytes(33), Served.bytes(100_000));
      case "NumberOfBytes" -> List.of(1_025, Integer.MAX_VALUE);
      case "Length" -> List.of(65, Integer.MAX_VALUE);
      case "SecretName" -> List.of("x".repeat(193), LONG_TEXT);
      case "FetchExtendedConfig" -> List.of(true);
      default ->
          List.of(
              field(row).getType() == FieldDescriptor.Type.STRING
                  ? LONG_TEXT
                  : Served.bytes(100_000));
    };
  }

  private static List<Object> meaningless(Row row) {
    return switch (row.field()) {
      case "KeyId" -> List.of("none", "key-aaaaaaaaaaaaaaaaaaaa", "alias/none", "acs:kms:", "é");
      case "SecretName" -> List.of("no name", "né", "a\nb");
      case "Plaintext", "Signature" -> List.of(Served.bytes(1), Served.bytes(17));
      case "CiphertextBlob" -> List.of(Served.bytes(1), Served.bytes(32), Served.bytes(64));
      case "Aad" -> List.of(Served.bytes(1));
      case "Iv" -> List.of(Served.bytes(1), Served.bytes(11));
      case "Digest" -> List.of(Served.bytes(1), Served.bytes(31));
      // Taken as a digest, see `spoiled`.
      case "Message" -> List.of(Served.bytes(1), Served.bytes(31));
      case "NumberOfBytes", "Length" -> List.of(-1, Integer.MIN_VALUE);
      case "FetchExtendedConfig" -> List.of(true);
      case "VersionStage", "VersionId" -> List.of("none", "é");
      case "KeyPairSpec" -> List.of("No_Such_Thing", "rsa_2048", "RSA_1024", "Aliyun_AES_256");
      default -> List.of("No_Such_Thing", "?", " ", "é");
    };
  }

  private static DynamicMessage.Builder spoiled(Row row, Object value) {
    String action = row.operation().name();
    Map<String, Object> sample = sample(action);
    sample.put(row.field(), value);
    if (row.field().equals("Digest")) {
      sample.remove("Message");
    }
    if (row.field().equals("Message") && value instanceof ByteString b && b.size() < 32) {
      sample.computeIfPresent("MessageType", (_, _) -> "DIGEST");
    }
    return request(action, sample);
  }

  /// A request that is served, with all its fields but those that exclude each other.
  private static Map<String, Object> sample(String action) {
    Map<String, Object> sample = new HashMap<>();
    for (FieldDescriptor field : descriptor(action).getFields()) {
      switch (field.getName()) {
        case "KeyId" -> sample.put("KeyId", key(action).id().value());
        case "Plaintext" -> sample.put("Plaintext", Served.bytes(16));
        case "CiphertextBlob" -> sample.put("CiphertextBlob", sealed.getCiphertextBlob());
        case "Iv" -> sample.put("Iv", sealed.getIv());
        case "Message" -> sample.put("Message", Served.bytes(20));
        case "MessageType" -> sample.put("MessageType", "RAW");
        case "Signature" -> sample.put("Signature", Served.bytes(70));
        case "Algorithm" ->
            sample.put("Algorithm", key(action).equals(ec) ? "ECDSA_SHA_256" : "AES_GCM");
        case "KeyPairSpec" -> sample.put("KeyPairSpec", "EC_P256");
        case "KeyFormat" -> sample.put("KeyFormat", "DER");
        case "PaddingMode" -> sample.put("PaddingMode", "PKCS7_PADDING");
        case "NumberOfBytes", "Length" -> sample.put(field.getName(), 16);
        case "SecretName" -> sample.put("SecretName", "none");
        case "VersionStage" -> sample.put("VersionStage", "ACSCurrent");
        case "VersionId" -> sample.put("VersionId", "v1");
        case "FetchExtendedConfig" -> sample.put("FetchExtendedConfig", true);
        case "Aad", "Digest" -> {}
        default -> throw new AssertionError("no value is known for " + field.getFullName());
      }
    }
    return sample;
  }

  private static Key key(String action) {
    return switch (action) {
      case "Sign", "Verify", "GetPublicKey" -> ec;
      case "Hmac" -> hmac;
      default -> aes;
    };
  }

  private static void check(Row row, Cell cell, String what, DynamicMessage.Builder request) {
    FakeCall call = send(row.operation().name(), request);
    if (cell.refusal().isEmpty()) {
      assertThat(call.status).as("%s %s: %s", row, what, call.error()).isEqualTo(200);
      return;
    }
    String error = call.error();
    assertThat(error)
        .as("%s %s", row, what)
        .startsWith(cell.refusal().get().httpStatus() + " " + cell.refusal().get().code() + ": ");
    String message = error.substring(error.indexOf(": "));
    if (cell.named()) {
      assertThat(message).as("%s %s", row, what).containsPattern("\\b" + row.field() + "\\b");
    }
    assertThat(message).doesNotContain("xxxx").doesNotContain("No_Such_Thing");
  }

  private static FakeCall send(String action, DynamicMessage.Builder request) {
    return served.sendAs(application, action, request);
  }

  private static DynamicMessage.Builder request(String action, Map<String, Object> values) {
    DynamicMessage.Builder builder = DynamicMessage.newBuilder(descriptor(action));
    values.forEach(
        (name, value) -> builder.setField(descriptor(action).findFieldByName(name), value));
    return builder;
  }

  /// Beside what is there, bytes on the wire under the field's number.
  private static DynamicMessage.Builder with(
      DynamicMessage.Builder builder, FieldDescriptor field, UnknownFieldSet.Field raw) {
    return builder.setUnknownFields(
        UnknownFieldSet.newBuilder().addField(field.getNumber(), raw).build());
  }

  private static UnknownFieldSet.Field bytes(ByteString bytes) {
    return UnknownFieldSet.Field.newBuilder().addLengthDelimited(bytes).build();
  }

  private static FieldDescriptor field(Row row) {
    return descriptor(row.operation().name()).findFieldByName(row.field());
  }

  private static Descriptor descriptor(String action) {
    return InstanceMessages.getDescriptor().findMessageTypeByName(action + "Request");
  }
}
