package coffer.wire.instance;

import coffer.model.ErrorCode;
import coffer.model.KeyVersionId;
import coffer.model.KmsException;
import coffer.model.SecretBytes;
import coffer.operations.Operation;
import coffer.operations.Shape;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads one kind of request, by a table made once. Pure, and bounded by the body it reads.
final class RequestDecoder<Q extends Record> {
  /// Filled from a header: the way transfer clients name a key version.
  static final String FROM_HEADER = "migrationKeyVersionId";

  private final Shape<Q> shape;
  private final List<Slot> slots;
  // Field number -> slot; numbers are small in this protocol.
  private final @Nullable Slot[] byNumber;
  private final boolean secret;

  /// @param index of the component
  /// @param wireType what a tag must say
  private record Slot(
      int index,
      Shape.Field component,
      FieldDescriptor.Type type,
      int wireType,
      FromWire convert,
      Optional<Object> absent) {
    boolean secret() {
      return component.type() == SecretBytes.class;
    }
  }

  private RequestDecoder(Shape<Q> shape, List<Slot> slots, @Nullable Slot[] byNumber) {
    this.shape = shape;
    this.slots = slots;
    this.byNumber = byNumber;
    this.secret = slots.stream().anyMatch(Slot::secret);
  }

  static <Q extends Record> RequestDecoder<Q> of(Operation<Q, ?> operation) {
    Descriptor message = Messages.request(operation);
    Shape<Q> shape = Shape.of(operation.request());
    int highest = message.getFields().stream().mapToInt(FieldDescriptor::getNumber).max().orElse(0);
    @Nullable Slot[] byNumber = new @Nullable Slot[highest + 1];
    List<Slot> slots = new ArrayList<>();
    for (int i = 0; i < shape.fields().size(); i++) {
      Shape.Field component = shape.fields().get(i);
      if (component.component().equals(FROM_HEADER)) {
        slots.add(fromHeader(i, component));
        continue;
      }
      FieldDescriptor field = message.findFieldByName(component.name());
      if (field == null) {
        throw new IllegalStateException(
            message.getName() + " has no field for " + operation.action() + " " + component.name());
      }
      Slot slot =
          new Slot(
              i,
              component,
              field.getType(),
              field.getLiteType().getWireType(),
              FromWire.of(component, field),
              FromWire.absent(component));
      slots.add(slot);
      byNumber[field.getNumber()] = slot;
    }
    return new RequestDecoder<>(shape, List.copyOf(slots), byNumber);
  }

  private static Slot fromHeader(int index, Shape.Field component) {
    if (component.type() != KeyVersionId.class || !component.optional()) {
      throw new IllegalStateException(FROM_HEADER + " is an Optional<KeyVersionId>");
    }
    return new Slot(
        index,
        component,
        FieldDescriptor.Type.STRING,
        WireFormat.WIRETYPE_LENGTH_DELIMITED,
        Optional::of,
        Optional.of(Optional.empty()));
  }

  /// Whether bodies of this kind hold plaintext.
  boolean holdsSecrets() {
    return secret;
  }

  /// @param keyVersion from the header
  Q decode(byte[] body, Optional<KeyVersionId> keyVersion) {
    @Nullable Object[] raw = new @Nullable Object[slots.size()];
    Object[] values = new Object[slots.size()];
    boolean done = false;
    try {
      read(CodedInputStream.newInstance(body), raw);
      for (Slot slot : slots) {
        Object value = raw[slot.index];
        if (slot.component.component().equals(FROM_HEADER)) {
          values[slot.index] = keyVersion;
        } else if (value == null) {
          values[slot.index] =
              slot.absent.orElseThrow(() -> Refusals.missing(slot.component.name()));
        } else {
          values[slot.index] = slot.convert.apply(value);
        }
      }
      Q request = shape.make(values);
      done = true;
      return request;
    } catch (IOException e) {
      // Truncated, over-long, not UTF-8: protobuf says which, and no caller needs to know.
      throw new KmsException(ErrorCode.INVALID_PARAMETER);
    } finally {
      if (!done) {
        wipe(raw);
      }
    }
  }

  private void read(CodedInputStream in, @Nullable Object[] raw) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int number = WireFormat.getTagFieldNumber(tag);
      Slot slot = number < byNumber.length ? byNumber[number] : null;
      if (slot == null) {
        if (!in.skipField(tag)) {
          throw new KmsException(ErrorCode.INVALID_PARAMETER);
        }
        continue;
      }
      if (WireFormat.getTagWireType(tag) != slot.wireType) {
        throw KmsException.invalid(slot.component.name());
      }
      wipe(slot, raw[slot.index]);
      raw[slot.index] = value(in, slot);
    }
  }

  /// Null for a value that proto3 takes for absent.
  private static @Nullable Object value(CodedInputStream in, Slot slot) throws IOException {
    return switch (slot.type) {
      case INT32 -> {
        int number = in.readInt32();
        yield number == 0 ? null : number;
      }
      case BOOL -> in.readBool() ? Boolean.TRUE : null;
      case STRING -> {
        String text = in.readStringRequireUtf8();
        yield text.isEmpty() ? null : text;
      }
      case BYTES -> {
        byte[] bytes = in.readByteArray();
        yield bytes.length == 0 ? null : bytes;
      }
      default -> throw new IllegalStateException("a type this protocol does not use");
    };
  }

  private void wipe(@Nullable Object[] raw) {
    for (Slot slot : slots) {
      wipe(slot, raw[slot.index]);
    }
  }

  /// SecretBytes own the array they were made of, so this wipes them too.
  private static void wipe(Slot slot, @Nullable Object value) {
    if (slot.secret() && value instanceof byte[] bytes) {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /// Wipes what a request holds.
  void close(Q request) {
    if (secret) {
      for (Slot slot : slots) {
        if (slot.secret()) {
          Secrets.close(shape.value(request, slot.component));
        }
      }
    }
  }
}
