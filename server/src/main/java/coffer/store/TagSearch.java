package coffer.store;

import coffer.model.KeyId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which tags are looked for: all those of the keys that have certain ones.
///
/// @param owners keys that may have them; empty is any
/// @param having tags that a key must have, with that value or with any
/// @param after where the last page ended, by owner and key; its value counts for nothing
public record TagSearch(
    Set<KeyId> owners, Map<String, Optional<String>> having, Optional<KeyTag> after) {
  public TagSearch {
    owners = Set.copyOf(owners);
    having = Map.copyOf(having);
  }
}
