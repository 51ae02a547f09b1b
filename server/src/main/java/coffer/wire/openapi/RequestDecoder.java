package coffer.wire.openapi;

import coffer.model.KmsException;
import coffer.model.SecretBytes;
import coffer.operations.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/// Builds one operation's request record out of parameters. Pure; whatever it is given, it makes a
/// record or throws a `KmsException`.
///
/// An empty value is an absent one, with one exception: where a required parameter is text (String
/// or SecretBytes), empty is a value, and the operation judges it. UpdateKeyDescription clears so.
final class RequestDecoder<Q extends Record> {
  private static final int REPEATED_MAX = 200;

  private final Shape<Q> shape;
  private final List<Slot> slots;
  private final Set<String> names;

  /// Reads the elements of a list that are parameters of their own.
  @FunctionalInterface
  private interface Repeated {
    List<Object> read(String name, Parameters parameters, SortedMap<String, String> members);
  }

  /// One component and how its parameter is read.
  ///
  /// @param whole reads it when it is one parameter
  /// @param repeated reads it when it is `Name.1`, `Name.2`, …; of lists only
  private record Slot(Shape.Field field, ValueDecoder whole, Optional<Repeated> repeated) {
    boolean isText() {
      return field.type() == String.class || field.type() == SecretBytes.class;
    }
  }

  private RequestDecoder(Shape<Q> shape, List<Slot> slots) {
    this.shape = shape;
    this.slots = slots;
    this.names = new HashSet<>();
    slots.forEach(slot -> names.add(slot.field().name()));
  }

  static <Q extends Record> RequestDecoder<Q> of(Class<Q> type) {
    Shape<Q> shape = Shape.of(type);
    List<Slot> slots = new ArrayList<>();
    for (Shape.Field field : shape.fields()) {
      slots.add(slot(field));
    }
    return new RequestDecoder<>(shape, slots);
  }

  private static Slot slot(Shape.Field field) {
    if (field.type() == Map.class) {
      return new Slot(
          field,
          (name, text) -> JsonText.members(text).orElseThrow(() -> KmsException.invalid(name)),
          Optional.empty());
    } else if (field.type() == List.class) {
      return list(field);
    }
    return new Slot(field, ValueDecoder.of(field.type()), Optional.empty());
  }

  private static Slot list(Shape.Field field) {
    Class<?> type = field.element();
    if (type.isRecord() && IdShape.of(type).isEmpty()) {
      RecordList records = RecordList.of(type.asSubclass(Record.class));
      if (!SecretFields.of(type.asSubclass(Record.class)).isEmpty()) {
        throw new IllegalStateException("a list of secrets has no owner: " + field.name());
      }
      return new Slot(
          field,
          records::json,
          Optional.of(
              (name, parameters, members) -> records.repeated(name, parameters, members.size())));
    }
    if (type == SecretBytes.class) {
      throw new IllegalStateException("a list of secrets has no owner: " + field.name());
    }
    ValueDecoder element = ValueDecoder.of(type);
    return new Slot(
        field,
        (name, text) -> elements(element, name, text),
        Optional.of((name, _, members) -> elements(element, name, members)));
  }

  private static List<Object> elements(ValueDecoder element, String name, String text) {
    return JsonText.strings(text).orElseThrow(() -> KmsException.invalid(name)).stream()
        .map(e -> element.decode(name, e))
        .toList();
  }

  /// Whether a parameter of that name, or `name.1`, is one of this operation's.
  boolean knows(String parameter) {
    int dot = parameter.indexOf('.');
    return names.contains(parameter) || (dot > 0 && names.contains(parameter.substring(0, dot)));
  }

  /// Whether a parameter of exactly that name is.
  boolean names(String parameter) {
    return names.contains(parameter);
  }

  Q decode(Parameters parameters) {
    return decode(parameters, "");
  }

  /// @param prefix of the names in refusals
  Q decode(Parameters parameters, String prefix) {
    List<Object> values = new ArrayList<>(slots.size());
    boolean made = false;
    try {
      for (Slot slot : slots) {
        Optional<Object> value = value(slot, parameters, prefix);
        values.add(
            slot.field().optional()
                ? value
                : value.orElseThrow(() -> KmsException.missing(prefix + slot.field().name())));
      }
      Q request = shape.make(values.toArray());
      made = true;
      return request;
    } finally {
      if (!made) {
        values.forEach(RequestDecoder::close);
      }
    }
  }

  private static void close(Object value) {
    switch (value) {
      case SecretBytes secret -> secret.close();
      case Optional<?> optional -> optional.ifPresent(RequestDecoder::close);
      default -> {}
    }
  }

  private static Optional<Object> value(Slot slot, Parameters parameters, String prefix) {
    String own = slot.field().name();
    String name = prefix + own;
    Optional<String> text = parameters.find(own);
    if (slot.repeated().isPresent()) {
      SortedMap<String, String> members = parameters.under(own);
      if (!members.isEmpty()) {
        if (members.size() > REPEATED_MAX || text.filter(t -> !t.isEmpty()).isPresent()) {
          throw KmsException.invalid(name);
        }
        return Optional.of(slot.repeated().get().read(name, parameters, members));
      }
    }
    boolean emptyIsValue = slot.isText() && !slot.field().optional();
    return text.filter(t -> emptyIsValue || !t.isEmpty()).map(t -> slot.whole().decode(name, t));
  }

  /// `Name.1`, `Name.2`, … without a gap: an element that is not understood must not be dropped in
  /// silence.
  private static List<Object> elements(
      ValueDecoder element, String name, SortedMap<String, String> members) {
    List<Object> elements = new ArrayList<>(members.size());
    for (int i = 1; i <= members.size(); i++) {
      String text = members.get(name + "." + i);
      if (text == null) {
        throw KmsException.invalid(name);
      }
      elements.add(element.decode(name + "." + i, text));
    }
    return List.copyOf(elements);
  }
}
