package coffer.operations;

import coffer.model.AliasName;
import coffer.model.Key;
import java.util.List;
import java.util.stream.Collectors;

/// What a call acts on, as policies and audit records name it.
public sealed interface Target {
  /// `key/key-…`, `policy/…`, `key/*` for a container, `*` for the service itself.
  String resource();

  /// An existing key.
  record OfKey(Key key) implements Target {
    @Override
    public String resource() {
      return "key/" + key.id();
    }
  }

  /// Several existing keys, on each of which the caller must be allowed to act.
  record OfKeys(List<Key> keys) implements Target {
    public OfKeys {
      keys = List.copyOf(keys);
    }

    @Override
    public String resource() {
      return keys.stream().map(key -> "key/" + key.id()).collect(Collectors.joining(","));
    }
  }

  /// An alias, and the existing key that it is to name.
  record Binding(AliasName alias, Key key) implements Target {
    @Override
    public String resource() {
      return alias + ",key/" + key.id();
    }
  }

  /// Any other thing, existing or not, or a container.
  record Named(String kind, String name) implements Target {
    @Override
    public String resource() {
      return kind + "/" + name;
    }
  }

  /// The service itself.
  record Service() implements Target {
    @Override
    public String resource() {
      return "*";
    }
  }
}
