package coffer.access;

import coffer.model.AddressRange;
import coffer.model.KmsInstanceId;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// One policy, compiled: what it permits on which resources from which addresses.
///
/// @param addresses absent admits any address; an empty list admits nobody
record Grant(
    KmsInstanceId instance,
    Set<Permission> permissions,
    List<String> resources,
    Optional<List<AddressRange>> addresses) {

  boolean allows(Permission permission, String resource, InetAddress source) {
    return permissions.contains(permission)
        && (resource.equals(ANY) || resources.stream().anyMatch(r -> covers(r, resource)))
        && addresses.map(ranges -> ranges.stream().anyMatch(r -> r.contains(source))).orElse(true);
  }

  /// A call on no resource in particular, such as GenerateRandom.
  static final String ANY = "*";

  /// `key/*` covers every key; the type part is compared in any case.
  private static boolean covers(String granted, String resource) {
    int slash = granted.indexOf('/');
    String kind = granted.substring(0, slash).toLowerCase(Locale.ROOT);
    String name = granted.substring(slash + 1);
    if (!resource.startsWith(kind + "/")) {
      return false;
    }
    return name.equals("*") || resource.substring(slash + 1).equals(name);
  }
}
