package coffer.model;

import java.time.Instant;

/// A name of a key. What it names can be changed, the name itself cannot.
public record Alias(AliasName name, KeyId key, Instant created) {
  public Alias of(KeyId other) {
    return new Alias(name, other, created);
  }
}
