package coffer.wire.instance;

import coffer.model.KeyVersionId;
import coffer.model.SecretBytes;
import coffer.model.WireName;
import coffer.operations.Operation;
import coffer.operations.Shape;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Writes one kind of answer, by a table made once. Fields that are empty, zero or false are left
/// out, as proto3 does.
final class AnswerEncoder<A extends Record> {
  /// Goes to a header always, and to the message where that has such a field.
  static final String TO_HEADER = "keyVersionId";

  private static final String REQUEST_ID = "RequestId";

  private final Shape<A> shape;
  private final List<Slot> slots;
  private final Optional<Shape.Field> keyVersion;
  private final List<Shape.Field> secrets;

  /// @param component empty for the request id, which no handler knows
  private record Slot(int number, FieldDescriptor.Type type, Optional<Shape.Field> component) {}

  private AnswerEncoder(Shape<A> shape, List<Slot> slots) {
    this.shape = shape;
    this.slots = slots;
    this.keyVersion =
        shape.fields().stream().filter(f -> f.component().equals(TO_HEADER)).findFirst();
    this.secrets = shape.fields().stream().filter(f -> f.type() == SecretBytes.class).toList();
  }

  static <A extends Record> AnswerEncoder<A> of(Operation<?, A> operation) {
    Descriptor message = Messages.answer(operation);
    Shape<A> shape = Shape.of(operation.answer());
    for (Shape.Field component : shape.fields()) {
      if (message.findFieldByName(component.name()) == null
          && !component.component().equals(TO_HEADER)) {
        throw new IllegalStateException(
            message.getName() + " has no field for " + operation.action() + " " + component.name());
      }
    }
    List<Slot> slots = new ArrayList<>();
    for (FieldDescriptor field : message.getFields()) {
      Optional<Shape.Field> component =
          shape.fields().stream().filter(f -> f.name().equals(field.getName())).findFirst();
      component.ifPresent(c -> check(c, field));
      if (component.isPresent() || field.getName().equals(REQUEST_ID)) {
        slots.add(new Slot(field.getNumber(), field.getType(), component));
      }
    }
    return new AnswerEncoder<>(shape, List.copyOf(slots));
  }

  private static void check(Shape.Field component, FieldDescriptor field) {
    Class<?> type = component.type();
    boolean fits =
        switch (field.getType()) {
          case INT32 -> type == int.class || type == Integer.class;
          case BOOL -> type == boolean.class || type == Boolean.class;
          case BYTES -> type == byte[].class || type == SecretBytes.class;
          case STRING ->
              type == String.class
                  || type == SecretBytes.class
                  || WireName.class.isAssignableFrom(type)
                  || type.isRecord()
                  || (field.isRepeated() && type == List.class);
          default -> false;
        };
    if (!fits) {
      throw new IllegalStateException(
          "no way from " + type.getName() + " to " + field.getFullName());
    }
  }

  /// Empty when the answer names no key version.
  Optional<String> keyVersionId(A answer) {
    return keyVersion
        .map(field -> plain(shape.value(answer, field)).toString())
        .filter(text -> !text.isEmpty());
  }

  byte[] encode(A answer, String requestId) {
    Object[] values = new Object[slots.size()];
    int size = 0;
    for (int i = 0; i < values.length; i++) {
      Slot slot = slots.get(i);
      values[i] =
          slot.component.isPresent() ? plain(shape.value(answer, slot.component.get())) : requestId;
      size += size(slot.number, values[i]);
    }
    byte[] message = new byte[size];
    CodedOutputStream out = CodedOutputStream.newInstance(message);
    try {
      for (int i = 0; i < values.length; i++) {
        write(out, slots.get(i).number, values[i]);
      }
      out.checkNoSpaceLeft();
    } catch (IOException e) {
      throw new UncheckedIOException("sizes were computed wrongly", e);
    }
    return message;
  }

  /// Without the `Optional` around it; an empty one becomes an empty text, which is left out.
  private static Object plain(Object value) {
    return switch (value) {
      case Optional<?> optional -> optional.isPresent() ? plain(optional.get()) : "";
      case KeyVersionId id -> id.toString();
      case WireName name -> name.wireName();
      case Record id -> id.toString();
      default -> value;
    };
  }

  private static int size(int number, Object value) {
    return switch (value) {
      case String text when text.isEmpty() -> 0;
      case String text -> CodedOutputStream.computeStringSize(number, text);
      case Integer i when i == 0 -> 0;
      case Integer i -> CodedOutputStream.computeInt32Size(number, i);
      case Boolean b -> b ? CodedOutputStream.computeBoolSize(number, true) : 0;
      case byte[] bytes -> sizeOfBytes(number, bytes.length);
      case SecretBytes secret -> sizeOfBytes(number, secret.length());
      case List<?> texts ->
          texts.stream()
              .mapToInt(t -> CodedOutputStream.computeStringSize(number, (String) t))
              .sum();
      default -> throw new IllegalStateException("no way to write " + value.getClass());
    };
  }

  private static int sizeOfBytes(int number, int length) {
    return length == 0
        ? 0
        : CodedOutputStream.computeTagSize(number)
            + CodedOutputStream.computeUInt32SizeNoTag(length)
            + length;
  }

  private static void write(CodedOutputStream out, int number, Object value) throws IOException {
    switch (value) {
      case String text when text.isEmpty() -> {}
      case String text -> out.writeString(number, text);
      case Integer i when i == 0 -> {}
      case Integer i -> out.writeInt32(number, i);
      case Boolean b when !b -> {}
      case Boolean _ -> out.writeBool(number, true);
      case byte[] bytes -> writeBytes(out, number, bytes);
      case SecretBytes secret ->
          secret.use(bytes -> {
            try {
              writeBytes(out, number, bytes);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
            return number;
          });
      case List<?> texts -> {
        for (Object text : texts) {
          out.writeString(number, (String) text);
        }
      }
      default -> throw new IllegalStateException("no way to write " + value.getClass());
    }
  }

  private static void writeBytes(CodedOutputStream out, int number, byte[] bytes)
      throws IOException {
    if (bytes.length > 0) {
      out.writeByteArray(number, bytes);
    }
  }

  /// Wipes what an answer holds.
  void close(A answer) {
    for (Shape.Field field : secrets) {
      Secrets.close(shape.value(answer, field));
    }
  }
}
