package coffer.model;

import java.time.Instant;
import java.util.List;

/// Addresses that calls may come from. An empty list admits nobody.
///
/// @param sourcePrivateIp addresses and CIDR blocks, v4 or v6, as given
public record NetworkRule(
    NetworkRuleName name, List<String> sourcePrivateIp, String description, Instant created) {
  public NetworkRule {
    sourcePrivateIp = List.copyOf(sourcePrivateIp);
  }
}
