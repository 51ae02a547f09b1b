package coffer.policy;

import java.util.Optional;

/// One key under one operator: it has one of the values, or under a negated operator none of them.
/// A key that has no value is like no value.
record Condition(String key, boolean negated, ValueTest test) {
  boolean holds(PolicyContext context) {
    Optional<ContextValue> value = context.value(key);
    return (value.isPresent() && test.any(value.get())) != negated;
  }
}
