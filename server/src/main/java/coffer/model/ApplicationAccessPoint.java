package coffer.model;

import java.time.Instant;
import java.util.List;

/// How an application reaches an instance: its client keys act with the union of its policies.
public record ApplicationAccessPoint(
    AccessPointName name, List<AccessPolicyName> policies, String description, Instant created) {
  public ApplicationAccessPoint {
    policies = List.copyOf(policies);
  }
}
