package coffer.wire.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.model.KeyId;
import coffer.model.KeySpec;
import coffer.model.KmsException;
import coffer.model.SecretBytes;
import coffer.testing.Seeds;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Properties of the codecs that hold for any input.
class CodecPropertiesTest {
  private static final String[] SPICE = {
    "\"", "\\", "\n", "\r", "\t", "\b", "\f", "\0", "\u001b", "\u007f", "中", "é", "😀", "\ud800",
    "\udc00", "<", ">", "&", "'", "=", "/", "{", "}", "[", "]", ":", ",", " ", "+", "%", "%41",
    "%c3", "%zz", "\u2028", "\uffff", "a", "Z", "9", "true", "null", "-1", "1e9"
  };

  record Everything(
      String text,
      int count,
      long size,
      boolean flag,
      Optional<Boolean> maybe,
      SecretBytes secret,
      byte[] bytes,
      KeyId id,
      KeySpec spec,
      Instant at,
      List<String> names,
      Optional<List<KeySpec>> specs,
      Map<String, String> context,
      Optional<Map<String, String>> labels) {}

  private static final RequestDecoder<Everything> DECODER = RequestDecoder.of(Everything.class);
  private static final AnswerEncoder<Everything> ENCODER = AnswerEncoder.of(Everything.class);

  private static String text(RandomGenerator random, int pieces) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(pieces + 1); i > 0; i--) {
      text.append(SPICE[random.nextInt(SPICE.length)]);
    }
    return text.toString();
  }

  /// What a lone surrogate becomes on its way through UTF-8.
  private static String sound(String text) {
    StringBuilder sound = new StringBuilder();
    text.codePoints().forEach(c -> sound.appendCodePoint(c >= 0xd800 && c <= 0xdfff ? 0xfffd : c));
    return sound.toString();
  }

  private static Map<String, String> map(RandomGenerator random) {
    Map<String, String> map = new TreeMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      map.put(sound(text(random, 3)) + i, sound(text(random, 5)));
    }
    return map;
  }

  @Test
  void answersRoundTripThroughAnotherParser() {
    Seeds.check(
        300,
        random -> {
          byte[] bytes = new byte[random.nextInt(64)];
          random.nextBytes(bytes);
          String secret = sound(text(random, 40));
          Everything answer =
              new Everything(
                  text(random, 600),
                  random.nextInt(),
                  random.nextLong(),
                  random.nextBoolean(),
                  random.nextBoolean() ? Optional.of(true) : Optional.empty(),
                  SecretBytes.owning(secret.getBytes(StandardCharsets.UTF_8)),
                  bytes,
                  new KeyId("key-abcdefghij0123456789"),
                  KeySpec.ALIYUN_AES_256,
                  Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L)),
                  List.of(text(random, 3), text(random, 3)),
                  Optional.of(List.of()),
                  map(random),
                  Optional.empty());
          JsonWriter out = new JsonWriter();
          ENCODER.write(out, answer);
          byte[] json = out.end();
          assertOnlyKnownEscapes(new String(json, StandardCharsets.UTF_8));

          JsonNode tree = JsonMapper.shared().readTree(json);
          assertThat(tree.path("Text").asString()).isEqualTo(sound(answer.text()));
          assertThat(tree.path("Count").asInt()).isEqualTo(answer.count());
          assertThat(tree.path("Size").asLong()).isEqualTo(answer.size());
          assertThat(tree.path("Flag").asBoolean()).isEqualTo(answer.flag());
          assertThat(tree.has("Maybe")).isEqualTo(answer.maybe().isPresent());
          assertThat(tree.path("Secret").asString()).isEqualTo(secret);
          assertThat(tree.path("Bytes").asString())
              .isEqualTo(Base64.getEncoder().encodeToString(bytes));
          assertThat(tree.path("Id").asString()).isEqualTo("key-abcdefghij0123456789");
          assertThat(tree.path("Spec").asString()).isEqualTo("Aliyun_AES_256");
          assertThat(tree.path("At").asString())
              .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
          assertThat(tree.path("Names").get(1).asString()).isEqualTo(sound(answer.names().get(1)));
          assertThat(tree.path("Specs").isArray()).isTrue();
          assertThat(tree.path("Context").size()).isEqualTo(answer.context().size());
          answer
              .context()
              .forEach((name, value) ->
                  assertThat(tree.path("Context").path(name).asString()).isEqualTo(value));
          assertThat(tree.has("Labels")).isFalse();
        });
  }

  /// No raw control character, no escape that old clients cannot read, no white space outside of
  /// strings, and Base64 as it is.
  private static void assertOnlyKnownEscapes(String json) {
    String string = "\"(?:[^\"\\\\\\x00-\\x1f]|\\\\[\"\\\\bfnrt]|\\\\u00[01][0-9a-f])*+\"";
    String bare = json.replaceAll(string, "s");
    assertThat(bare).matches("[]{}:,s0-9truefals\\[-]+");
  }

  @Test
  void xmlOfAnyTextIsWellFormed() {
    Seeds.check(
        100,
        random -> {
          String text = text(random, 100);
          XmlWriter out = new XmlWriter("R");
          out.text("T", text);
          byte[] xml = out.end();
          javax.xml.stream.XMLStreamReader reader = parser(xml);
          try {
            reader.next();
            reader.next();
            String read = reader.getElementText();
            String expected =
                sound(text).replaceAll("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\uffff]", "\ufffd");
            assertThat(read).isEqualTo(expected);
          } catch (javax.xml.stream.XMLStreamException e) {
            throw new AssertionError(e);
          }
        });
  }

  private static javax.xml.stream.XMLStreamReader parser(byte[] xml) {
    try {
      return javax.xml.stream.XMLInputFactory.newFactory()
          .createXMLStreamReader(new java.io.ByteArrayInputStream(xml), "UTF-8");
    } catch (javax.xml.stream.XMLStreamException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void parametersRoundTripThroughTheirEncoding() {
    Seeds.check(
        300,
        random -> {
          Map<String, String> parameters = map(random);
          parameters.put("x" + sound(text(random, 2)), sound(text(random, 200)));
          Parameters parsed = Parameters.parse(TestSigner.query(parameters));
          assertThat(parsed.all()).isEqualTo(parameters);
          String canonical = Canonical.query(parsed, Canonical.Empty.EQUALS);
          assertThat(canonical).isEqualTo(TestSigner.query(parameters));
          assertThat(Parameters.parse(Canonical.query(parsed, Canonical.Empty.BARE)).all())
              .isEqualTo(parameters);
        });
  }

  @Test
  void anyQueryIsParsedOrRefused() {
    Seeds.check(
        2000,
        random -> {
          StringBuilder raw = new StringBuilder();
          for (int i = random.nextInt(60); i > 0; i--) {
            raw.append(
                switch (random.nextInt(5)) {
                  case 0 -> "&";
                  case 1 -> "=";
                  case 2 -> "%" + Integer.toHexString(random.nextInt(256));
                  case 3 -> SPICE[random.nextInt(SPICE.length)];
                  default -> "k" + random.nextInt(3);
                });
          }
          try {
            Parameters.parse(raw.toString()).and(Parameters.parse("k1=1"));
          } catch (KmsException e) {
            assertThat(e.code().httpStatus()).isEqualTo(400);
          }
        });
  }

  @Test
  void parametersAreBounded() {
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < Parameters.PARAMETERS_MAX; i++) {
      many.append("p" + i + "=&");
    }
    assertThat(Parameters.parse(many.toString()).all()).hasSize(Parameters.PARAMETERS_MAX);
    List<String> excessive =
        List.of(
            many + "one=more",
            "n".repeat(Parameters.NAME_CHARS_MAX + 1) + "=",
            "v=" + "x".repeat(Parameters.VALUE_CHARS_MAX + 1),
            "a=1&a=2",
            "=x",
            "a=\u0001",
            "a=é",
            "a=%c3",
            "a=%4",
            "a=%+1");
    for (String raw : excessive) {
      org.assertj.core.api.Assertions.assertThatThrownBy(() -> Parameters.parse(raw))
          .isInstanceOf(KmsException.class);
    }
    assertThat(Parameters.parse("a=1&&a=1&b&").all()).isEqualTo(Map.of("a", "1", "b", ""));
  }

  @Test
  void anyParametersAreARecordOrARefusal() {
    Map<String, String> good = new TreeMap<>(DecoderTest.GOOD);
    Seeds.check(
        3000,
        random -> {
          Map<String, String> parameters = new TreeMap<>(good);
          List<String> names = new ArrayList<>(good.keySet());
          for (int i = random.nextInt(4); i >= 0; i--) {
            String name = names.get(random.nextInt(names.size()));
            switch (random.nextInt(4)) {
              case 0 -> parameters.remove(name);
              case 1 -> parameters.put(name, sound(text(random, 6)));
              case 2 -> parameters.put(name + "." + random.nextInt(3), sound(text(random, 6)));
              default -> parameters.put(name, mutated(parameters.getOrDefault(name, ""), random));
            }
          }
          try {
            Everything made = DECODER.decode(Parameters.parse(TestSigner.query(parameters)));
            assertThat(made.names()).isNotNull();
          } catch (KmsException e) {
            assertThat(e.code().httpStatus()).isEqualTo(400);
          }
        });
  }

  private static String mutated(String text, RandomGenerator random) {
    int at = random.nextInt(text.length() + 1);
    int to = Math.min(text.length(), at + random.nextInt(3));
    return sound(text.substring(0, at) + text(random, 2) + text.substring(to));
  }
}
