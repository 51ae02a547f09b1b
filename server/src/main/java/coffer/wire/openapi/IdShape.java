package coffer.wire.openapi;

import coffer.model.KmsException;
import coffer.operations.Shape;
import java.lang.reflect.RecordComponent;
import java.util.Optional;
import java.util.UUID;

/// A record that is a checked text and nothing more: one component, called `value`, a String or a
/// UUID. On the wire it is that text and no object.
final class IdShape {
  private final Shape<?> shape;
  private final boolean isUuid;

  private IdShape(Shape<?> shape, boolean isUuid) {
    this.shape = shape;
    this.isUuid = isUuid;
  }

  /// Empty for a type that is no such record.
  static Optional<IdShape> of(Class<?> type) {
    if (!type.isRecord()) {
      return Optional.empty();
    }
    RecordComponent[] components = type.getRecordComponents();
    boolean isId =
        components.length == 1
            && components[0].getName().equals("value")
            && (components[0].getType() == String.class || components[0].getType() == UUID.class);
    return isId
        ? Optional.of(
            new IdShape(
                Shape.of(type.asSubclass(Record.class)), components[0].getType() == UUID.class))
        : Optional.empty();
  }

  /// @param name of the parameter, for the refusal; the record's own may say something else
  Object parse(String name, String text) {
    try {
      return shape.make(new Object[] {isUuid ? uuid(text) : text});
    } catch (KmsException | IllegalArgumentException e) {
      throw KmsException.invalid(name);
    }
  }

  String text(Object id) {
    return String.valueOf(value(shape, id));
  }

  private static <R extends Record> Object value(Shape<R> shape, Object id) {
    @SuppressWarnings("unchecked") // built from the class of the component that holds it
    R record = (R) id;
    return shape.value(record, shape.fields().getFirst());
  }

  /// In the canonical form only, so that one id has one spelling.
  private static UUID uuid(String text) {
    UUID uuid = UUID.fromString(text);
    if (!uuid.toString().equals(text)) {
      throw new IllegalArgumentException("not the canonical form of a UUID");
    }
    return uuid;
  }
}
