package coffer.store;

import coffer.model.KeyId;
import java.util.Optional;

/// A page of the keys that are looked for, in an order of the caller's choice.
///
/// @param text what the id, the description or an alias holds, in either case of ASCII letters
/// @param after the last key of the page before
public record KeySearch(
    KeyFilter filter, Optional<String> text, Sort sort, boolean descending, Optional<After> after) {

  /// By what keys are sorted; those that are alike, by their ids.
  public enum Sort {
    CREATION_DATE,
    KEY_STATE,
    KEY_SPEC
  }

  /// Where a page ended.
  ///
  /// @param value what that key was sorted by; milliseconds of the epoch for a date
  public record After(String value, KeyId id) {}
}
