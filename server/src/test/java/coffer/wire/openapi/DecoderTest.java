package coffer.wire.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.model.KeyId;
import coffer.model.KeySpec;
import coffer.model.KeyVersionId;
import coffer.model.KmsException;
import coffer.model.SecretBytes;
import coffer.operations.Doc;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DecoderTest {
  static final Map<String, String> GOOD =
      Map.ofEntries(
          Map.entry("Text", "t"),
          Map.entry("Count", "-7"),
          Map.entry("Size", "9223372036854775807"),
          Map.entry("Flag", "True"),
          Map.entry("Secret", "pässword"),
          Map.entry("Bytes", "AAEC"),
          Map.entry("Id", "key-abcdefghij0123456789"),
          Map.entry("Spec", "Aliyun_AES_256"),
          Map.entry("At", "2024-01-02T03:04:05Z"),
          Map.entry("Names", "[\"a\",\"b\"]"),
          Map.entry("Specs.1", "RSA_2048"),
          Map.entry("Specs.2", "EC_P256"),
          Map.entry("Context", "{\"k\":\"v\"}"));

  private static final RequestDecoder<CodecPropertiesTest.Everything> DECODER =
      RequestDecoder.of(CodecPropertiesTest.Everything.class);

  private static <Q extends Record> Q decode(RequestDecoder<Q> decoder, Map<String, String> given) {
    return decoder.decode(Parameters.parse(TestSigner.query(given)));
  }

  private static CodecPropertiesTest.Everything decode(String name, String value) {
    Map<String, String> parameters = new HashMap<>(GOOD);
    parameters.put(name, value);
    return decode(DECODER, parameters);
  }

  @Test
  void everyTypeIsDecoded() {
    CodecPropertiesTest.Everything made = decode(DECODER, GOOD);
    assertThat(made.text()).isEqualTo("t");
    assertThat(made.count()).isEqualTo(-7);
    assertThat(made.size()).isEqualTo(Long.MAX_VALUE);
    assertThat(made.flag()).isTrue();
    assertThat(made.maybe()).isEmpty();
    assertThat(made.secret())
        .isEqualTo(SecretBytes.owning("pässword".getBytes(StandardCharsets.UTF_8)));
    assertThat(made.bytes()).containsExactly(0, 1, 2);
    assertThat(made.id()).isEqualTo(new KeyId("key-abcdefghij0123456789"));
    assertThat(made.spec()).isEqualTo(KeySpec.ALIYUN_AES_256);
    assertThat(made.at()).isEqualTo(Instant.parse("2024-01-02T03:04:05Z"));
    assertThat(made.names()).containsExactly("a", "b");
    assertThat(made.specs()).contains(List.of(KeySpec.RSA_2048, KeySpec.EC_P256));
    assertThat(made.context()).containsExactly(Map.entry("k", "v"));
    assertThat(made.labels()).isEmpty();
  }

  @Test
  void aWrongValueIsRefusedByItsName() {
    Map<String, List<String>> wrong =
        Map.of(
            "Count", List.of("1.0", "+1", " 1", "1e3", "2147483648", "-2147483649", "٣"),
            "Size", List.of("9223372036854775808", "12345678901234567890", "0x1"),
            "Flag", List.of("yes", "1", "truе"),
            "Bytes", List.of("AAE", "AAE=C", "A A=", "AB==", "AAEC\n", "_-AA"),
            "Id", List.of("key-", "alias/a"),
            "Spec", List.of("aliyun_aes_256", "ALIYUN_AES_256", "AES"),
            "At", List.of("2024-01-02", "2024-13-02T03:04:05Z", "2024-01-02T03:04:05+00:00"),
            "Names", List.of("a,b", "[1]", "[null]", "[[\"a\"]]", "[\"a\"", "[\"a\"]x", "{}"),
            "Context", List.of("[]", "{\"k\":1}", "{\"k\":{}}", "{\"k\":\"v\",\"k\":\"w\"}", "k=v"),
            "Specs", List.of("[\"RSA_2048\"]"));
    wrong.forEach((name, values) ->
        values.forEach(value ->
            assertThatThrownBy(() -> decode(name, value))
                .as(name + "=" + value)
                .isInstanceOf(KmsException.class)
                .hasMessage("The specified parameter \"" + name + "\" is not valid.")));
  }

  @Test
  void aMissingOneIsNamed() {
    GOOD.keySet().stream()
        .filter(name -> !name.startsWith("Specs"))
        .forEach(name -> {
          Map<String, String> parameters = new HashMap<>(GOOD);
          parameters.remove(name);
          assertThatThrownBy(() -> decode(DECODER, parameters))
              .hasMessage("The parameter \"" + name + "\" is needed but not provided.");
        });
  }

  @Test
  void emptyIsAbsentExceptForRequiredText() {
    assertThat(decode("Text", "").text()).isEmpty();
    assertThat(decode("Secret", "").secret().length()).isZero();
    assertThat(decode("Maybe", "").maybe()).isEmpty();
    assertThat(decode("Labels", "").labels()).isEmpty();
    for (String name : List.of("Count", "Flag", "Bytes", "Id", "Spec", "At", "Names", "Context")) {
      assertThatThrownBy(() -> decode(name, ""))
          .hasMessage("The parameter \"" + name + "\" is needed but not provided.");
    }
  }

  @Test
  void repeatedParametersMustNotLeaveAGap() {
    assertThatThrownBy(() -> decode("Specs.4", "RSA_2048"))
        .hasMessage("The specified parameter \"Specs\" is not valid.");
    assertThatThrownBy(() -> decode("Specs.x", "RSA_2048"))
        .hasMessage("The specified parameter \"Specs\" is not valid.");
    assertThatThrownBy(() -> decode("Specs.2", "?"))
        .hasMessage("The specified parameter \"Specs.2\" is not valid.");
  }

  record Named(
      @Doc(value = "Instance.", name = "DKMSInstanceId") String instance,
      Optional<KeyVersionId> version) {}

  @Test
  void namesOfTheirOwnAndUuidIdsAreRead() {
    RequestDecoder<Named> decoder = RequestDecoder.of(Named.class);
    String uuid = "5d9d1c35-4d0f-4a0c-9d7e-2f6b1f2d4c11";
    Named made = decode(decoder, Map.of("DKMSInstanceId", "kst-1", "Version", uuid));
    assertThat(made.instance()).isEqualTo("kst-1");
    assertThat(made.version().map(KeyVersionId::toString)).contains(uuid);
    for (String wrong : List.of("1-1-1-1-1", uuid.toUpperCase(java.util.Locale.ROOT), "x")) {
      assertThatThrownBy(() -> decode(decoder, Map.of("DKMSInstanceId", "k", "Version", wrong)))
          .hasMessage("The specified parameter \"Version\" is not valid.");
    }
  }

  record Unreadable(Object any) {}

  @Test
  void aTypeWithoutATextFormStopsTheStart() {
    assertThatThrownBy(() -> RequestDecoder.of(Unreadable.class))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> AnswerEncoder.of(Unreadable.class))
        .isInstanceOf(IllegalStateException.class);
  }

  record Pair(String key, Optional<String> value) {}

  record Tagged(List<Pair> tag, Optional<List<Pair>> more) {}

  private static List<Pair> tags(Map<String, String> given) {
    return decode(RequestDecoder.of(Tagged.class), given).tag();
  }

  @Test
  void listsOfRecordsAreParametersOfTheirOwnOrOneJsonArray() {
    List<Pair> expected = List.of(new Pair("a", Optional.of("1")), new Pair("b", Optional.empty()));
    assertThat(tags(Map.of("Tag.1.Key", "a", "Tag.1.Value", "1", "Tag.2.Key", "b")))
        .isEqualTo(expected);
    assertThat(tags(Map.of("Tag", "[{\"Key\":\"a\",\"Value\":\"1\"},{\"Key\":\"b\"}]")))
        .isEqualTo(expected);
    assertThat(tags(Map.of("Tag.1.Key", "b", "Tag.1.Value", "")))
        .containsExactly(new Pair("b", Optional.empty()));
    assertThat(tags(Map.of("Tag", "[]"))).isEmpty();
    Map<String, String> twelve = new HashMap<>();
    for (int i = 1; i <= 12; i++) {
      twelve.put("Tag." + i + ".Key", "k" + i);
    }
    assertThat(tags(twelve)).extracting(Pair::key).startsWith("k1", "k2").endsWith("k12");
  }

  @Test
  void aListOfRecordsThatIsNotUnderstoodWholeIsRefused() {
    for (Map<String, String> bad :
        List.of(
            Map.of("Tag.2.Key", "a"),
            Map.of("Tag.1.Key", "a", "Tag.3.Key", "b"),
            Map.of("Tag.0.Key", "a"),
            Map.of("Tag.1.Key", "a", "Tag.01.Key", "b"),
            Map.of("Tag.1", "a"),
            Map.of("Tag.1.", "a"),
            Map.of("Tag.1.Key", "a", "Tag.1.Scope", "b"),
            Map.of("Tag.1.Key.1", "a"),
            Map.of("Tag.1.Key", "a", "Tag", "[]"),
            Map.of("Tag", "{}"),
            Map.of("Tag", "[{\"Key\":1}]"),
            Map.of("Tag", "[{\"Key\":\"a\",\"Key\":\"b\"}]"),
            Map.of("Tag", "[{\"Key\":\"a\"}] x"))) {
      assertThatThrownBy(() -> tags(bad))
          .as("%s", bad)
          .isInstanceOf(KmsException.class)
          .hasMessageContaining("\"Tag\"");
    }
    assertThatThrownBy(() -> tags(Map.of("Tag.1.Value", "a")))
        .isInstanceOf(KmsException.class)
        .hasMessageContaining("\"Tag.1.Key\"");
  }
}
