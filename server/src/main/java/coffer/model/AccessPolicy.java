package coffer.model;

import java.time.Instant;
import java.util.List;

/// What the client keys of an access point may do, on which resources, from where.
///
/// @param permissions `RbacPermission/Template/…`
/// @param resources `key/…`, `secret/…`, with `*` for all of the instance
/// @param networkRules names of rules; none at all admits any address
public record AccessPolicy(
    AccessPolicyName name,
    KmsInstanceId instance,
    List<String> permissions,
    List<String> resources,
    List<NetworkRuleName> networkRules,
    String description,
    Instant created) {
  public AccessPolicy {
    permissions = List.copyOf(permissions);
    resources = List.copyOf(resources);
    networkRules = List.copyOf(networkRules);
  }
}
