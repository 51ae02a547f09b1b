package coffer.operations;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Reads a request by the name of a field, for rules that are about all operations with such a
/// field.
final class RequestFields {
  private static final Map<Class<?>, Shape<?>> SHAPES = new ConcurrentHashMap<>();

  private RequestFields() {}

  /// Empty when the operation has no such field, or the call no value of it.
  static Optional<Object> find(Record request, String name) {
    return find(
        SHAPES.computeIfAbsent(request.getClass(), _ -> Shape.of(request.getClass())),
        request,
        name);
  }

  private static <R extends Record> Optional<Object> find(
      Shape<R> shape, Record request, String name) {
    @SuppressWarnings("unchecked") // the shape is of the request's own class
    R record = (R) request;
    for (Shape.Field field : shape.fields()) {
      if (field.name().equals(name)) {
        Object value = shape.value(record, field);
        return value instanceof Optional<?> optional
            ? optional.map(present -> present)
            : Optional.of(value);
      }
    }
    return Optional.empty();
  }
}
