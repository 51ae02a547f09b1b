package coffer.model;

import java.util.Optional;
import java.util.UUID;

/// Names one version of one key, without the key's id beside it: ciphertexts carry only this.
/// Always the 36 characters of a UUID, because clients cut ciphertexts at that length.
public record KeyVersionId(UUID value) implements Comparable<KeyVersionId> {
  public static final int LENGTH = 36;

  /// Empty unless `text` is the canonical, lower-case form.
  public static Optional<KeyVersionId> parse(String text) {
    if (text.length() != LENGTH) {
      return Optional.empty();
    }
    try {
      UUID uuid = UUID.fromString(text);
      return uuid.toString().equals(text) ? Optional.of(new KeyVersionId(uuid)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public int compareTo(KeyVersionId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
