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

  /// One component and how its parameter is read.
  ///
  /// @param element reads one element of a list; otherwise the same as `whole`
  private record Slot(Shape.Field field, ValueDecoder whole, ValueDecoder element) {
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
      ValueDecoder members =
          (name, text) -> JsonText.members(text).orElseThrow(() -> KmsException.invalid(name));
      return new Slot(field, members, members);
    } else if (field.type() == List.class) {
      if (field.element() == SecretBytes.class) {
        throw new IllegalStateException("a list of secrets has no owner: " + field.name());
      }
      ValueDecoder element = ValueDecoder.of(field.element());
      return new Slot(field, (name, text) -> elements(element, name, text), element);
    }
    ValueDecoder decoder = ValueDecoder.of(field.type());
    return new Slot(field, decoder, decoder);
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

  Q decode(Parameters parameters) {
    List<Object> values = new ArrayList<>(slots.size());
    boolean made = false;
    try {
      for (Slot slot : slots) {
        Optional<Object> value = value(slot, parameters);
        values.add(
            slot.field().optional()
                ? value
                : value.orElseThrow(() -> KmsException.missing(slot.field().name())));
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

  private static Optional<Object> value(Slot slot, Parameters parameters) {
    String name = slot.field().name();
    Optional<String> text = parameters.find(name);
    if (slot.field().type() == List.class) {
      SortedMap<String, String> repeated = parameters.under(name);
      if (!repeated.isEmpty()) {
        if (text.isPresent() && !text.get().isEmpty()) {
          throw KmsException.invalid(name);
        }
        return Optional.of(elements(slot, name, repeated));
      }
    }
    boolean emptyIsValue = slot.isText() && !slot.field().optional();
    return text.filter(t -> emptyIsValue || !t.isEmpty()).map(t -> slot.whole().decode(name, t));
  }

  /// `Name.1`, `Name.2`, … without a gap: an element that is not understood must not be dropped in
  /// silence.
  private static List<Object> elements(Slot slot, String name, SortedMap<String, String> repeated) {
    if (repeated.size() > REPEATED_MAX) {
      throw KmsException.invalid(name);
    }
    List<Object> elements = new ArrayList<>(repeated.size());
    for (int i = 1; i <= repeated.size(); i++) {
      String text = repeated.get(name + "." + i);
      if (text == null) {
        throw KmsException.invalid(name);
      }
      elements.add(slot.element().decode(name + "." + i, text));
    }
    return List.copyOf(elements);
  }
}
