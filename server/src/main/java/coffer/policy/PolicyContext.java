package coffer.policy;

import java.util.Optional;

/// What is known of a call besides who, what and on what. Asked only for the keys that conditions
/// name.
@FunctionalInterface
public interface PolicyContext {
  PolicyContext EMPTY = _ -> Optional.empty();

  /// @param key in the spelling of `ConditionKey`
  Optional<ContextValue> value(String key);
}
