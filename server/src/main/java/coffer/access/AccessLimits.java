package coffer.access;

import coffer.model.AccessPolicyName;
import coffer.model.AddressRange;
import coffer.model.KmsException;
import coffer.model.NetworkRuleName;
import coffer.model.WireName;
import java.util.List;
import java.util.regex.Pattern;

/// What the fields of rules, policies and access points may hold.
final class AccessLimits {
  private static final int ADDRESSES_MAX = 40;
  private static final int RESOURCES_MAX = 40;
  private static final int POLICIES_MAX = 3;
  private static final int RULES_MAX = 40;
  private static final int DESCRIPTION_LENGTH_MAX = 8192;
  private static final Pattern RESOURCE =
      Pattern.compile("(?i:key|secret)/(\\*|[A-Za-z0-9_/+=.@-]{1,192})");

  private AccessLimits() {}

  static List<String> addresses(List<String> addresses) {
    if (addresses.size() > ADDRESSES_MAX) {
      throw KmsException.invalid("SourcePrivateIp", "at most 40 addresses");
    }
    addresses.forEach(AddressRange::parse);
    return addresses;
  }

  static void permissions(List<String> permissions) {
    boolean known =
        permissions.stream().allMatch(name -> WireName.find(Permission.class, name).isPresent());
    if (permissions.isEmpty() || permissions.size() > Permission.values().length || !known) {
      throw KmsException.invalid("Permissions");
    }
  }

  static void resources(List<String> resources) {
    boolean shaped = resources.stream().allMatch(r -> RESOURCE.matcher(r).matches());
    if (resources.isEmpty() || resources.size() > RESOURCES_MAX || !shaped) {
      throw KmsException.invalid("Resources", "1 to 40 of key/… and secret/…");
    }
  }

  static void policies(List<AccessPolicyName> policies) {
    boolean distinct = policies.stream().distinct().count() == policies.size();
    if (policies.isEmpty() || policies.size() > POLICIES_MAX || !distinct) {
      throw KmsException.invalid("Policies", "1 to 3 different names");
    }
  }

  static void rules(List<NetworkRuleName> rules) {
    if (rules.size() > RULES_MAX) {
      throw KmsException.invalid("AccessControlRules", "at most 40 network rules");
    }
  }

  static void description(String description) {
    if (description.length() > DESCRIPTION_LENGTH_MAX) {
      throw KmsException.invalid("Description", "at most 8192 characters");
    }
  }
}
