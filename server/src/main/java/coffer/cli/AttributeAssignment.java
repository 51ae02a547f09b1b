package coffer.cli;

import coffer.hsm.ObjectAttribute;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// `wrap=true`, `label=backup`, `id=0a1b`, `CKA_END_DATE=2030-01-01`.
record AttributeAssignment(ObjectAttribute attribute, ObjectAttribute.Value value) {
  private static final int VALUE_BYTES_MAX = 255;

  static Map<ObjectAttribute, ObjectAttribute.Value> parseAll(List<String> texts) {
    Map<ObjectAttribute, ObjectAttribute.Value> values = new LinkedHashMap<>();
    for (String text : texts) {
      AttributeAssignment assignment = parse(text);
      if (values.put(assignment.attribute(), assignment.value()) != null) {
        throw new Trouble(assignment.attribute().word() + " is set twice");
      }
    }
    return values;
  }

  static AttributeAssignment parse(String text) {
    int equals = text.indexOf('=');
    if (equals <= 0) {
      throw new Trouble("An attribute is set by name=value, such as wrap=true");
    }
    ObjectAttribute attribute = attribute(text.substring(0, equals));
    return new AttributeAssignment(attribute, value(attribute, text.substring(equals + 1)));
  }

  /// By its short name or its CKA name.
  static ObjectAttribute attribute(String name) {
    return ObjectAttribute.named(name)
        .orElseThrow(() ->
            new Trouble(
                "There is no such attribute. There are: "
                    + Arrays.stream(ObjectAttribute.values())
                        .map(ObjectAttribute::word)
                        .collect(Collectors.joining(", "))));
  }

  private static ObjectAttribute.Value value(ObjectAttribute attribute, String text) {
    if (text.length() > 2 * VALUE_BYTES_MAX) {
      throw wrong(attribute, "at most " + VALUE_BYTES_MAX + " bytes");
    }
    return switch (attribute.form()) {
      case FLAG ->
          switch (text) {
            case "true", "1" -> new ObjectAttribute.Value.Flag(true);
            case "false", "0" -> new ObjectAttribute.Value.Flag(false);
            default -> throw wrong(attribute, "true or false");
          };
      case TEXT -> new ObjectAttribute.Value.Bytes(label(text));
      case BYTES -> new ObjectAttribute.Value.Bytes(hex(attribute.word(), text));
      case DATE -> new ObjectAttribute.Value.Bytes(date(attribute, text));
    };
  }

  /// UTF-8 of a name that can be shown.
  static byte[] label(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > VALUE_BYTES_MAX || text.chars().anyMatch(Character::isISOControl)) {
      throw new Trouble(
          "A label has at most " + VALUE_BYTES_MAX + " bytes and no control characters");
    }
    return bytes;
  }

  static byte[] hex(String what, String text) {
    try {
      byte[] bytes = HexFormat.of().parseHex(text);
      if (bytes.length <= VALUE_BYTES_MAX) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      throw new Trouble(what + " takes hexadecimal digits, two for each byte", e);
    }
    throw new Trouble(what + " takes at most " + VALUE_BYTES_MAX + " bytes");
  }

  private static byte[] date(ObjectAttribute attribute, String text) {
    if (text.isEmpty()) {
      return new byte[0];
    }
    try {
      return LocalDate.parse(text)
          .format(DateTimeFormatter.BASIC_ISO_DATE)
          .getBytes(StandardCharsets.US_ASCII);
    } catch (DateTimeException e) {
      throw new Trouble(attribute.word() + " takes a date, YYYY-MM-DD", e);
    }
  }

  private static Trouble wrong(ObjectAttribute attribute, String expected) {
    return new Trouble(attribute.word() + " takes " + expected);
  }
}
