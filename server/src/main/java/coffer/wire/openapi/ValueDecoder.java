package coffer.wire.openapi;

import coffer.model.KmsException;
import coffer.model.SecretBytes;
import coffer.model.WireName;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Turns the text of one parameter into one value, or refuses it naming the parameter.
@FunctionalInterface
interface ValueDecoder {
  Object decode(String name, String text);

  Pattern INTEGER = Pattern.compile("-?[0-9]{1,19}");

  /// Refuses to build for a type that has no text form, so that the service does not start with an
  /// operation that cannot be called.
  static ValueDecoder of(Class<?> type) {
    if (type == String.class) {
      return (_, text) -> text;
    } else if (type == int.class || type == Integer.class) {
      return (name, text) ->
          Math.toIntExact(number(name, text, Integer.MIN_VALUE, Integer.MAX_VALUE));
    } else if (type == long.class || type == Long.class) {
      return (name, text) -> number(name, text, Long.MIN_VALUE, Long.MAX_VALUE);
    } else if (type == boolean.class || type == Boolean.class) {
      return ValueDecoder::flag;
    } else if (type == Instant.class) {
      return ValueDecoder::date;
    } else if (type == SecretBytes.class) {
      return (_, text) -> SecretBytes.owning(text.getBytes(StandardCharsets.UTF_8));
    } else if (type == byte[].class) {
      return ValueDecoder::base64;
    } else if (type.isEnum() && WireName.class.isAssignableFrom(type)) {
      return constants(type);
    }
    IdShape id =
        IdShape.of(type)
            .orElseThrow(
                () -> new IllegalStateException("no text form for requests: " + type.getName()));
    return id::parse;
  }

  private static long number(String name, String text, long min, long max) {
    if (INTEGER.matcher(text).matches()) {
      try {
        long number = Long.parseLong(text);
        if (number >= min && number <= max) {
          return number;
        }
      } catch (NumberFormatException e) {
        throw KmsException.invalid(name);
      }
    }
    throw KmsException.invalid(name);
  }

  /// In any case: Python clients send `True`.
  private static Object flag(String name, String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw KmsException.invalid(name);
    };
  }

  private static Object date(String name, String text) {
    return WireDate.parse(text).orElseThrow(() -> KmsException.invalid(name));
  }

  /// The one spelling of RFC 4648 §4, padding and all.
  private static Object base64(String name, String text) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      if (Base64.getEncoder().encodeToString(bytes).equals(text)) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      throw KmsException.invalid(name);
    }
    throw KmsException.invalid(name);
  }

  private static ValueDecoder constants(Class<?> type) {
    Map<String, Object> byName = new HashMap<>();
    for (Object constant : type.getEnumConstants()) {
      byName.put(((WireName) constant).wireName(), constant);
    }
    return (name, text) ->
        Optional.ofNullable(byName.get(text)).orElseThrow(() -> KmsException.invalid(name));
  }
}
