package coffer.model;

import java.util.Optional;

/// An enum whose constants have names on the wire: `Aliyun_AES_256`, `ENCRYPT/DECRYPT`. Codecs, the
/// command line and the store use that name and never the constant's own.
public interface WireName {
  String wireName();

  static <E extends Enum<E> & WireName> Optional<E> find(Class<E> type, String name) {
    for (E constant : type.getEnumConstants()) {
      if (constant.wireName().equals(name)) {
        return Optional.of(constant);
      }
    }
    return Optional.empty();
  }

  /// For names that this service wrote itself; an unknown one is a bug or a damaged store.
  static <E extends Enum<E> & WireName> E of(Class<E> type, String name) {
    return find(type, name)
        .orElseThrow(() -> new IllegalStateException(type.getSimpleName() + " has no such name"));
  }
}
