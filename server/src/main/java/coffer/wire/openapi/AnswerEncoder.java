package coffer.wire.openapi;

import coffer.operations.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Writes an answer record, nested as it is nested: `Keys` holding a list `Key` is two records
/// deep. What is absent is left out; an empty list is written.
final class AnswerEncoder<A extends Record> {
  private final Class<A> type;
  private final Shape<A> shape;
  private final List<Part> parts;

  private record Part(Shape.Field field, ValueEncoder encoder) {}

  private AnswerEncoder(Class<A> type, Shape<A> shape, List<Part> parts) {
    this.type = type;
    this.shape = shape;
    this.parts = parts;
  }

  static <A extends Record> AnswerEncoder<A> of(Class<A> type) {
    Shape<A> shape = Shape.of(type);
    List<Part> parts = new ArrayList<>();
    for (Shape.Field field : shape.fields()) {
      parts.add(new Part(field, ValueEncoder.of(field.element())));
    }
    return new AnswerEncoder<>(type, shape, parts);
  }

  /// The fields alone, into an object that is open.
  void write(AnswerWriter out, A answer) {
    for (Part part : parts) {
      Object value = shape.value(answer, part.field());
      if (value instanceof Optional<?> optional) {
        if (optional.isEmpty()) {
          continue;
        }
        value = optional.get();
      }
      String name = part.field().name();
      if (value instanceof List<?> elements) {
        out.openList(name);
        elements.forEach(element -> part.encoder().write(out, name, element));
        out.closeList(name);
      } else {
        part.encoder().write(out, name, value);
      }
    }
  }

  void writeNested(AnswerWriter out, String name, Object value) {
    out.openObject(name);
    write(out, type.cast(value));
    out.closeObject(name);
  }
}
