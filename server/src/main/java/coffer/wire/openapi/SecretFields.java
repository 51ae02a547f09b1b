package coffer.wire.openapi;

import coffer.model.SecretBytes;
import coffer.operations.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which fields of a record are secrets or hold some, so that the wire can close them when it is
/// done. Most records have none, and cost nothing.
final class SecretFields<R extends Record> {
  private final Class<R> type;
  private final Shape<R> shape;
  private final List<Shape.Field> secrets = new ArrayList<>(0);
  private final Map<Class<?>, SecretFields<?>> nested = new HashMap<>();

  private SecretFields(Class<R> type) {
    this.type = type;
    this.shape = Shape.of(type);
    for (Shape.Field field : shape.fields()) {
      if (field.element() == SecretBytes.class) {
        secrets.add(field);
      } else if (field.element().isRecord() && IdShape.of(field.element()).isEmpty()) {
        SecretFields<?> inner = of(field.element().asSubclass(Record.class));
        if (!inner.secrets.isEmpty()) {
          secrets.add(field);
          nested.put(field.element(), inner);
        }
      }
    }
  }

  static <R extends Record> SecretFields<R> of(Class<R> type) {
    return new SecretFields<>(type);
  }

  boolean isEmpty() {
    return secrets.isEmpty();
  }

  void close(Object record) {
    R cast = type.cast(record);
    for (Shape.Field field : secrets) {
      closeValue(shape.value(cast, field));
    }
  }

  private void closeValue(Object value) {
    switch (value) {
      case SecretBytes secret -> secret.close();
      case Optional<?> optional -> optional.ifPresent(this::closeValue);
      case List<?> elements -> elements.forEach(this::closeValue);
      default -> Optional.ofNullable(nested.get(value.getClass())).ifPresent(f -> f.close(value));
    }
  }
}
