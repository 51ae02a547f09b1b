package coffer.wire.openapi;

import coffer.model.KmsException;
import coffer.model.SecretBytes;
import coffer.model.WireName;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/// Writes one value of an answer. Chosen once per type, when the service starts.
@FunctionalInterface
interface ValueEncoder {
  void write(AnswerWriter out, String name, Object value);

  static ValueEncoder of(Class<?> type) {
    if (type == String.class) {
      return (out, name, value) -> out.text(name, (String) value);
    } else if (type == int.class
        || type == Integer.class
        || type == long.class
        || type == Long.class) {
      return (out, name, value) -> out.number(name, ((Number) value).longValue());
    } else if (type == boolean.class || type == Boolean.class) {
      return (out, name, value) -> out.flag(name, (Boolean) value);
    } else if (type == Instant.class) {
      return (out, name, value) ->
          out.text(name, ((Instant) value).truncatedTo(ChronoUnit.SECONDS).toString());
    } else if (type == byte[].class) {
      return (out, name, value) ->
          out.text(name, Base64.getEncoder().encodeToString((byte[]) value));
    } else if (type == SecretBytes.class) {
      return (out, name, value) -> secret(out, name, (SecretBytes) value);
    } else if (WireName.class.isAssignableFrom(type)) {
      return (out, name, value) -> out.text(name, ((WireName) value).wireName());
    } else if (type == Map.class) {
      return ValueEncoder::members;
    }
    Optional<IdShape> id = IdShape.of(type);
    if (id.isPresent()) {
      return (out, name, value) -> out.text(name, id.get().text(value));
    } else if (type.isRecord()) {
      return AnswerEncoder.of(type.asSubclass(Record.class))::writeNested;
    }
    throw new IllegalStateException("no text form for answers: " + type.getName());
  }

  private static void members(AnswerWriter out, String name, Object value) {
    out.openObject(name);
    ((Map<?, ?>) value)
        .forEach((key, member) -> out.text(String.valueOf(key), String.valueOf(member)));
    out.closeObject(name);
  }

  /// A secret in an answer is text. One that is not UTF-8, made through another protocol, would
  /// arrive changed, so it does not leave.
  private static void secret(AnswerWriter out, String name, SecretBytes secret) {
    boolean isText =
        secret.use(bytes -> {
          CharBuffer chars = CharBuffer.allocate(bytes.length);
          try {
            boolean whole =
                !StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes), chars, true)
                    .isError();
            if (whole) {
              out.text(name, chars.flip());
            }
            return whole;
          } finally {
            Arrays.fill(chars.array(), '\0');
          }
        });
    if (!isText) {
      throw KmsException.unsupported("\"" + name + "\" is not text");
    }
  }
}
