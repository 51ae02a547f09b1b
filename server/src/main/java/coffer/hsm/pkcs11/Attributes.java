package coffer.hsm.pkcs11;

import java.util.ArrayList;
import java.util.List;

/// A template: attributes with their values, to be laid out as CK_ATTRIBUTE array. Immutable.
record Attributes(List<Attribute> list) {
  static final Attributes NONE = new Attributes(List.of());

  Attributes {
    list = List.copyOf(list);
  }

  /// One attribute.
  sealed interface Attribute {
    long type();

    /// CK_BBOOL.
    record Flag(long type, boolean value) implements Attribute {}

    /// CK_ULONG.
    record Ulong(long type, long value) implements Attribute {}

    /// Byte array.
    record Bytes(long type, byte[] value) implements Attribute {}

    /// A template inside the template.
    record Nested(long type, Attributes value) implements Attribute {}
  }

  Attributes flag(long type, boolean value) {
    return plus(new Attribute.Flag(type, value));
  }

  Attributes number(long type, long value) {
    return plus(new Attribute.Ulong(type, value));
  }

  Attributes bytes(long type, byte[] value) {
    return plus(new Attribute.Bytes(type, value));
  }

  Attributes nested(long type, Attributes value) {
    return plus(new Attribute.Nested(type, value));
  }

  Attributes and(Attributes more) {
    List<Attribute> all = new ArrayList<>(list);
    all.addAll(more.list);
    return new Attributes(all);
  }

  private Attributes plus(Attribute attribute) {
    return and(new Attributes(List.of(attribute)));
  }
}
