package coffer.wire.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.access.Principal;
import coffer.keys.CiphertextBlob;
import coffer.model.AccessKeyId;
import coffer.model.Key;
import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import coffer.model.SecretBytes;
import coffer.operations.Api;
import coffer.operations.House;
import coffer.operations.Operation;
import coffer.operations.Shape;
import coffer.operations.catalog.Catalog;
import coffer.ram.AccessKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Every operation through the wire, with each of its parameters missing, of the wrong type, too
/// large, or out of range, as its request record tells: new operations are in it by themselves.
class ParameterTableTest {
  private static final String DATE = "2026-03-01T12:00:00Z";
  private static final String LONG_TEXT = "x".repeat(100_000);

  @TempDir static Path directory;
  private static House house;
  private static OpenApiWire wire;
  private static Key key;
  private static int nonces;

  @BeforeAll
  static void build() {
    house = new House(directory);
    key = house.create(KeySpec.ALIYUN_AES_256, KeyUsage.ENCRYPT_DECRYPT);
    wire =
        new OpenApiWire(
            Catalog.all(),
            house.pipeline,
            ParameterTableTest::signingKey,
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

  /// One parameter of one operation.
  record Case(Operation<?, ?> operation, Shape.Field field) {
    @Override
    public String toString() {
      return operation.action() + " " + field.name();
    }
  }

  static Stream<Case> all() {
    return Catalog.all().all().stream()
        .filter(operation -> operation.api() != Api.INSTANCE)
        .flatMap(operation ->
            Shape.of(operation.request()).fields().stream()
                .map(field -> new Case(operation, field)));
  }

  static Stream<Case> required() {
    return all().filter(one -> !one.field().optional());
  }

  static Stream<Case> typed() {
    return all().filter(one -> !wrong(one.field()).isEmpty());
  }

  static Stream<Case> texts() {
    return all().filter(one -> one.field().type() == String.class);
  }

  static Stream<Case> numbers() {
    return all()
        .filter(one -> one.field().type() == int.class || one.field().type() == Integer.class);
  }

  @ParameterizedTest
  @MethodSource("required")
  void aMissingParameterIsNamed(Case one) {
    Map<String, String> parameters = sample(one.operation());
    parameters.remove(one.field().name());
    JsonNode answer = send(one, parameters, 400);
    assertThat(answer.path("Code").asString()).isEqualTo("MissingParameter");
    assertThat(answer.path("Message").asString())
        .isEqualTo("The parameter \"" + one.field().name() + "\" is needed but not provided.");
  }

  @ParameterizedTest
  @MethodSource("typed")
  void aParameterOfTheWrongTypeIsNamed(Case one) {
    for (String value : wrong(one.field())) {
      Map<String, String> parameters = sample(one.operation());
      parameters.put(one.field().name(), value);
      JsonNode answer = send(one, parameters, 400);
      assertThat(answer.path("Code").asString()).as(value).isEqualTo("InvalidParameter");
      assertThat(answer.path("Message").asString())
          .as(value)
          .contains("\"" + one.field().name() + "\"");
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void aParameterThatIsLargerThanAnyMayBeIsRefused(Case one) {
    Map<String, String> parameters = sample(one.operation());
    parameters.put(one.field().name(), "x".repeat(Parameters.VALUE_CHARS_MAX + 1));
    JsonNode answer = send(one, parameters, 400);
    assertThat(answer.path("Code").asString()).isEqualTo("ParseRequestParameterException");
  }

  /// As something that is too long, does not exist, or is not served.
  @ParameterizedTest
  @MethodSource("texts")
  void aTextOfAnyLengthIsNotTaken(Case one) {
    Map<String, String> parameters = sample(one.operation());
    parameters.put(one.field().name(), LONG_TEXT);
    TestCall call = call(one, parameters);
    String answer = call.text();
    assertThat(call.status).as(answer).isBetween(400, 409);
    assertThat(answer).doesNotContain("xxxx");
    JsonNode json = JsonMapper.shared().readTree(call.answer);
    if (json.path("Code").asString().equals("InvalidParameter")) {
      assertThat(json.path("Message").asString()).contains("\"" + one.field().name() + "\"");
    }
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void aNumberOutOfAnyRangeIsNamed(Case one) {
    for (int value : new int[] {Integer.MIN_VALUE, -1, 0, Integer.MAX_VALUE}) {
      Map<String, String> parameters = sample(one.operation());
      parameters.put(one.field().name(), String.valueOf(value));
      JsonNode answer = send(one, parameters, 400);
      assertThat(answer.path("Code").asString()).isEqualTo("InvalidParameter");
      assertThat(answer.path("Message").asString()).contains("\"" + one.field().name() + "\"");
    }
  }

  /// What no parameter of the field's type can be; texts can be anything.
  private static List<String> wrong(Shape.Field field) {
    Class<?> type = field.type();
    if (type == String.class || type == SecretBytes.class) {
      return List.of();
    } else if (type == int.class || type == Integer.class) {
      return List.of("one", "1.5", "0x1", "99999999999", " 1");
    } else if (type == long.class || type == Long.class) {
      return List.of("one", "1.5", "99999999999999999999");
    } else if (type == boolean.class || type == Boolean.class) {
      return List.of("yes", "1", "truee");
    } else if (type.isEnum()) {
      return List.of("No_Such_Thing", type.getEnumConstants()[0] + "?");
    } else if (type == byte[].class) {
      return List.of("***", "QQ", "QUI");
    } else if (type == Instant.class) {
      return List.of("yesterday", "2026-13-01T00:00:00Z");
    } else if (type == Map.class) {
      return List.of("{", "[]", "{\"a\":1}", "text");
    } else if (type == List.class) {
      return List.of("{", "{}", "[1]", "[[]]");
    }
    return List.of("not an id: no such letters!", "é", "x".repeat(1_000));
  }

  /// A value for each required parameter that decodes, and means something where it can.
  private static Map<String, String> sample(Operation<?, ?> operation) {
    Map<String, String> parameters = new HashMap<>();
    for (Shape.Field field : Shape.of(operation.request()).fields()) {
      if (!field.optional()) {
        parameters.put(field.name(), sample(field));
      }
    }
    return parameters;
  }

  private static String sample(Shape.Field field) {
    Class<?> type = field.type();
    if (field.name().equals("KeyId")) {
      return key.id().value();
    } else if (field.name().equals("CiphertextBlob")) {
      CiphertextBlob blob = new CiphertextBlob(key.primary().id(), new byte[12], new byte[40]);
      return Base64.getEncoder().encodeToString(blob.encode());
    } else if (type == byte[].class) {
      return Base64.getEncoder().encodeToString(new byte[32]);
    } else if (type == int.class || type == long.class) {
      return "7";
    } else if (type == boolean.class) {
      return "true";
    } else if (type == Instant.class) {
      return DATE;
    } else if (type == Map.class) {
      return "{}";
    } else if (type == List.class && field.element().getName().contains(".operations.")) {
      return JsonMapper.shared().writeValueAsString(List.of(members(field.element())));
    } else if (type == List.class) {
      return switch (field.name()) {
        case "Permissions" -> "[\"" + House.KEY_USER + "\"]";
        case "Resources" -> "[\"key/*\"]";
        default -> "[\"none\"]";
      };
    } else if (type.isEnum()) {
      return ((coffer.model.WireName) type.getEnumConstants()[0]).wireName();
    }
    return switch (type.getSimpleName()) {
      case "AliasName" -> "alias/none";
      case "ClientKeyId" -> "KAAP.00000000-0000-0000-0000-000000000000";
      case "KeyVersionId" -> key.primary().id().toString();
      default ->
          switch (field.name()) {
            case "Type" -> "Private";
            case "ActionName" -> "kms:Encrypt";
            case "RegionId" -> "cn-hangzhou";
            case "SerialNumber" -> "acs:ram::1234567890123456:mfa/none";
            case "Uri" -> "software:sample.token";
            default -> "text";
          };
    };
  }

  private static Map<String, String> members(Class<?> type) {
    Map<String, String> members = new HashMap<>();
    for (Shape.Field field : Shape.of(type.asSubclass(Record.class)).fields()) {
      members.put(field.name(), "text");
    }
    return members;
  }

  private static JsonNode send(Case one, Map<String, String> parameters, int status) {
    TestCall call = call(one, parameters);
    assertThat(call.status).as(call.text()).isEqualTo(status);
    return JsonMapper.shared().readTree(call.answer);
  }

  private static TestCall call(Case one, Map<String, String> parameters) {
    TestCall call = TestSigner.v3(one.operation().name(), parameters, "n" + nonces++, DATE);
    call.with("x-acs-version", one.operation().api().version());
    TestSigner.signV3(call);
    wire.handle(call);
    assertThat(call.answers).isOne();
    return call;
  }
}
