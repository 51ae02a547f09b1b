package coffer.store;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/// Which keys are looked for: those that have, of each attribute that is named, one of the values.
/// Values are written as clients write them. When both tag attributes are named, one tag has both.
public record KeyFilter(Map<Attribute, Set<String>> wanted) {
  public static final KeyFilter ALL = new KeyFilter(Map.of());

  /// What a key can be found by.
  public enum Attribute {
    ID,
    STATE,
    SPEC,
    USAGE,
    PROTECTION_LEVEL,
    INSTANCE,
    CREATOR,
    ALIAS,
    TAG_KEY,
    TAG_VALUE
  }

  public KeyFilter {
    EnumMap<Attribute, Set<String>> copy = new EnumMap<>(Attribute.class);
    wanted.forEach((attribute, values) -> copy.put(attribute, Set.copyOf(values)));
    wanted = Collections.unmodifiableMap(copy);
  }
}
