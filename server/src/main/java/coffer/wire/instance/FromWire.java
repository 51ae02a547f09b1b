package coffer.wire.instance;

import coffer.model.KeyVersionId;
import coffer.model.KmsException;
import coffer.model.SecretBytes;
import coffer.model.WireName;
import coffer.operations.Shape;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.lang.reflect.RecordComponent;
import java.util.Optional;
import java.util.function.Function;

/// Turns the value of one protobuf field into the type of its record component.
@FunctionalInterface
interface FromWire extends Function<Object, Object> {

  /// For an empty field whose component is not optional, the value that proto3 means; there is one
  /// for numbers and booleans only.
  static Optional<Object> absent(Shape.Field component) {
    if (component.optional()) {
      return Optional.of(Optional.empty());
    }
    if (component.type() == int.class) {
      return Optional.of(0);
    }
    return component.type() == boolean.class ? Optional.of(false) : Optional.empty();
  }

  static FromWire of(Shape.Field component, FieldDescriptor field) {
    FromWire plain = plain(component, field);
    return component.optional() ? value -> Optional.of(plain.apply(value)) : plain;
  }

  private static FromWire plain(Shape.Field component, FieldDescriptor field) {
    Class<?> type = component.type();
    return switch (field.getType()) {
      case INT32 -> same(component, field, int.class, Integer.class);
      case BOOL -> same(component, field, boolean.class, Boolean.class);
      case BYTES ->
          type == SecretBytes.class
              ? value -> SecretBytes.owning((byte[]) value)
              : same(component, field, byte[].class, byte[].class);
      case STRING -> text(component, field);
      default -> throw noWay(component, field);
    };
  }

  private static FromWire same(
      Shape.Field component, FieldDescriptor field, Class<?> type, Class<?> boxed) {
    if (component.type() != type && component.type() != boxed) {
      throw noWay(component, field);
    }
    return value -> value;
  }

  private static FromWire text(Shape.Field component, FieldDescriptor field) {
    Class<?> type = component.type();
    if (type == KeyVersionId.class) {
      return value ->
          KeyVersionId.parse((String) value)
              .orElseThrow(() -> KmsException.invalid(component.name()));
    }
    if (type.isEnum() && WireName.class.isAssignableFrom(type)) {
      return value -> constant(type, component, (String) value);
    }
    return isId(type)
        ? id(type.asSubclass(Record.class), component)
        : same(component, field, String.class, String.class);
  }

  private static IllegalStateException noWay(Shape.Field component, FieldDescriptor field) {
    return new IllegalStateException(
        "no way from " + field.getFullName() + " to " + component.type().getName());
  }

  private static Object constant(Class<?> type, Shape.Field component, String name) {
    for (Object constant : type.getEnumConstants()) {
      if (((WireName) constant).wireName().equals(name)) {
        return constant;
      }
    }
    throw KmsException.invalid(component.name());
  }

  private static boolean isId(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    return components != null && components.length == 1 && components[0].getType() == String.class;
  }

  private static FromWire id(Class<? extends Record> type, Shape.Field component) {
    Shape<? extends Record> shape = Shape.of(type);
    return value -> {
      try {
        return shape.make(new Object[] {value});
      } catch (KmsException | IllegalArgumentException e) {
        // The id names itself; the caller knows it by the field's name.
        throw KmsException.invalid(component.name());
      }
    };
  }
}
