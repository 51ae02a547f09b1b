package coffer.cli;

import coffer.model.SecretBytes;
import coffer.model.WireName;
import coffer.operations.Shape;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// How one component of a request record is given on the command line.
///
/// @param name of the parameter on the wire
/// @param component of the record
/// @param flag without the dashes
/// @param choices wire names of an enum, otherwise empty
record Parameter(
    String name,
    String component,
    String flag,
    Kind kind,
    List<String> choices,
    boolean required,
    String doc) {

  /// What can be typed for it.
  enum Kind {
    TEXT,
    NUMBER,
    SWITCH,
    CHOICE,
    /// Base64 in a flag, or a file.
    BYTES,
    /// Never a flag: prompt, file, or environment.
    SECRET,
    /// `key=value`, repeated.
    PAIRS,
    /// Repeated, or one JSON array.
    LIST,
    /// JSON text.
    JSON
  }

  static List<Parameter> of(Class<? extends Record> request) {
    return Shape.of(request).fields().stream().map(Parameter::of).toList();
  }

  private static Parameter of(Shape.Field field) {
    Kind kind = kind(field);
    // A list or map that is not given is empty, a switch that is not given is off.
    boolean hasDefault =
        field.type() == List.class || field.type() == Map.class || kind == Kind.SWITCH;
    boolean required = !field.optional() && !hasDefault;
    return new Parameter(
        field.name(),
        field.component(),
        Kebab.of(field.component()),
        kind,
        choices(field.element()),
        required,
        field.doc());
  }

  private static Kind kind(Shape.Field field) {
    Class<?> type = field.type();
    if (type == SecretBytes.class) {
      return Kind.SECRET;
    } else if (holdsSecret(field.element())) {
      throw new IllegalStateException(
          "secret inside " + field.name() + ": it would become a plain flag");
    } else if (type == byte[].class) {
      return Kind.BYTES;
    } else if (type == int.class
        || type == Integer.class
        || type == long.class
        || type == Long.class) {
      return Kind.NUMBER;
    } else if (type == boolean.class || type == Boolean.class) {
      return Kind.SWITCH;
    } else if (type == Map.class) {
      return Kind.PAIRS;
    } else if (type == List.class) {
      return field.element().isEnum() || isText(field.element()) ? Kind.LIST : Kind.JSON;
    } else if (type.isEnum()) {
      return Kind.CHOICE;
    }
    return isText(type) ? Kind.TEXT : Kind.JSON;
  }

  /// Text, and the records around one text that ids are.
  private static boolean isText(Class<?> type) {
    if (type == String.class || type == Instant.class) {
      return true;
    }
    RecordComponent[] components = type.getRecordComponents();
    return components != null && components.length == 1 && components[0].getType() == String.class;
  }

  private static boolean holdsSecret(Class<?> type) {
    if (type == SecretBytes.class) {
      return true;
    }
    RecordComponent[] components = type.getRecordComponents();
    return components != null
        && Arrays.stream(components)
            .anyMatch(c -> c.getGenericType().getTypeName().contains(SecretBytes.class.getName()));
  }

  private static List<String> choices(Class<?> type) {
    if (!type.isEnum()) {
      return List.of();
    }
    return Arrays.stream(type.getEnumConstants())
        .map(c -> c instanceof WireName named ? named.wireName() : c.toString())
        .toList();
  }

  String environment() {
    return Kebab.environment(component);
  }
}
