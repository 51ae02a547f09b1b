package coffer.boot;

import coffer.store.Store;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/// Single values in the store, each decided once.
final class Settings {
  private final Store store;

  Settings(Store store) {
    this.store = store;
  }

  Optional<byte[]> find(String name) {
    return store.read(view -> view.settings().find(name));
  }

  Optional<String> text(String name) {
    return find(name).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  void put(String name, byte[] value) {
    store.inTransaction(transaction -> {
      transaction.putSetting(name, value);
      return true;
    });
  }

  void put(String name, String value) {
    put(name, value.getBytes(StandardCharsets.UTF_8));
  }

  /// What was decided the first time, also by a run that was killed.
  byte[] once(String name, Supplier<byte[]> make) {
    return find(name)
        .orElseGet(() -> {
          byte[] made = make.get();
          put(name, made);
          return made;
        });
  }

  String textOnce(String name, Supplier<String> make) {
    byte[] value = once(name, () -> make.get().getBytes(StandardCharsets.UTF_8));
    return new String(value, StandardCharsets.UTF_8);
  }
}
