package coffer.model;

import java.time.Instant;
import java.util.Optional;

/// When a key goes, and whether it may.
///
/// @param date end of the deletion window, in PendingDeletion only
/// @param protection why the key is protected against deletion, maybe an empty text; absent when it
///   is not
public record KeyDeletion(Optional<Instant> date, Optional<String> protection) {
  public static final KeyDeletion NONE = new KeyDeletion(Optional.empty(), Optional.empty());

  KeyDeletion at(Optional<Instant> end) {
    return new KeyDeletion(end, protection);
  }

  KeyDeletion protectedBy(Optional<String> reason) {
    return new KeyDeletion(date, reason);
  }
}
