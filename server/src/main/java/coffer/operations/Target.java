package coffer.operations;

import coffer.model.AliasName;
import coffer.model.Key;
import coffer.model.KeyId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a call acts on, as policies and audit records name it.
public sealed interface Target {
  /// `key/key-…`, `policy/…`, `key/*` for a container, `*` for the service itself.
  String resource();

  /// The existing keys among it whose use is counted.
  default List<KeyId> used() {
    return List.of();
  }

  /// Whether its keys make a call much dearer than others.
  default boolean isAsymmetric() {
    return false;
  }

  /// What policies must allow for the call, each of it.
  List<Need> needs(Operation<?, ?> operation);

  /// An existing key.
  record OfKey(Key key) implements Target {
    @Override
    public List<KeyId> used() {
      return List.of(key.id());
    }

    @Override
    public boolean isAsymmetric() {
      return key.spec().isAsymmetric();
    }

    @Override
    public String resource() {
      return "key/" + key.id();
    }

    @Override
    public List<Need> needs(Operation<?, ?> operation) {
      return List.of(Need.of(operation.action(), key));
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

    @Override
    public List<Need> needs(Operation<?, ?> operation) {
      return keys.stream().map(key -> Need.of(operation.action(), key)).toList();
    }
  }

  /// An alias, and the existing key that it is to name.
  record Binding(AliasName alias, Key key) implements Target {
    @Override
    public String resource() {
      return alias + ",key/" + key.id();
    }

    @Override
    public List<Need> needs(Operation<?, ?> operation) {
      return List.of(Need.of(operation.action(), alias.value()), Need.of(operation.action(), key));
    }
  }

  /// A ciphertext that goes from one key's keeping into another's.
  record ReEncryption(Key source, Key destination) implements Target {
    @Override
    public List<KeyId> used() {
      return List.of(source.id(), destination.id());
    }

    @Override
    public boolean isAsymmetric() {
      return source.spec().isAsymmetric() || destination.spec().isAsymmetric();
    }

    @Override
    public String resource() {
      return "key/" + source.id() + ",key/" + destination.id();
    }

    @Override
    public List<Need> needs(Operation<?, ?> operation) {
      return List.of(
          new Need(
              operation.action() + "From",
              "key/" + source.id(),
              Optional.of(source),
              "SourceEncryptionContext"),
          new Need(
              operation.action() + "To",
              "key/" + destination.id(),
              Optional.of(destination),
              "DestinationEncryptionContext"));
    }
  }

  /// Several things, of which each must be allowed: a policy, and whom it is attached to.
  record Several(List<Named> all) implements Target {
    public Several {
      all = List.copyOf(all);
    }

    public static Several of(Named... all) {
      return new Several(List.of(all));
    }

    @Override
    public String resource() {
      return all.stream().map(Named::resource).collect(Collectors.joining(","));
    }

    @Override
    public List<Need> needs(Operation<?, ?> operation) {
      return all.stream().flatMap(named -> named.needs(operation).stream()).toList();
    }
  }

  /// Any other thing, existing or not, or a container.
  record Named(String kind, String name) implements Target {
    @Override
    public String resource() {
      return kind + "/" + name;
    }

    /// KMS names a container by its kind alone: `key`; the others by `user/*`.
    @Override
    public List<Need> needs(Operation<?, ?> operation) {
      boolean bare = operation.api() == Api.KMS && name.equals("*");
      return List.of(Need.of(operation.action(), bare ? kind : resource()));
    }
  }

  /// The service itself.
  record Service() implements Target {
    @Override
    public String resource() {
      return "*";
    }

    @Override
    public List<Need> needs(Operation<?, ?> operation) {
      return List.of(Need.of(operation.action(), resource()));
    }
  }
}
