package coffer.ram;

import coffer.model.KmsException;
import coffer.policy.Policy;
import coffer.policy.PolicyDocument;
import coffer.policy.PolicyKind;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Compiles documents that are kept, each text once. One that this build does not understand, which
/// no build wrote, denies everything: what it was to deny is not known.
final class CompiledPolicies {
  private static final Logger LOG = LoggerFactory.getLogger(CompiledPolicies.class);
  private static final String ALL_DENIED =
      "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\"}]}";

  private final Map<Written, Policy> known;
  private final Map<Written, Policy> used = new HashMap<>();

  private record Written(PolicyKind kind, String name, String document) {}

  private CompiledPolicies(Map<Written, Policy> known) {
    this.known = known;
  }

  static CompiledPolicies none() {
    return new CompiledPolicies(Map.of());
  }

  /// Knows what this one was asked for.
  CompiledPolicies next() {
    return new CompiledPolicies(used);
  }

  Policy of(PolicyKind kind, String name, String document) {
    Written written = new Written(kind, name, document);
    return used.computeIfAbsent(
        written,
        _ -> {
          Policy before = known.get(written);
          return before == null ? compile(kind, name, document) : before;
        });
  }

  private static Policy compile(PolicyKind kind, String name, String document) {
    try {
      return PolicyDocument.compile(kind, name, document);
    } catch (KmsException e) {
      LOG.error("policy {} cannot be understood and denies everything: {}", name, e.getMessage());
      return PolicyDocument.compile(PolicyKind.IDENTITY, name, ALL_DENIED);
    }
  }
}
