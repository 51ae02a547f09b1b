package coffer.operations;

import coffer.model.AliasName;
import coffer.model.KeyId;

/// The account that everything belongs to.
///
/// @param region a label, in ARNs and DescribeRegions
/// @param id 16 digits
public record Account(String region, String id) {
  private static final String ARN = "acs:kms:";
  private static final String KEY = "key/";
  private static final String NOTHING = "";

  /// `acs:kms:<region>:<account>:<resource>`
  public String arn(String resource) {
    return ARN + region + ":" + id + ":" + resource;
  }

  /// The ARN as policies name a resource of an API; `*` is nothing in particular. RAM is the same
  /// in every region.
  String policyArn(Api api, String resource) {
    if (resource.equals("*")) {
      return resource;
    }
    boolean central = api == Api.RAM || api == Api.STS;
    return central
        ? "acs:ram::" + id + ":" + resource
        : "acs:" + api.prefix() + ":" + region + ":" + id + ":" + resource;
  }

  /// What is left without the ARN around it: a key id, an alias, or nothing that names a key.
  /// Whatever is no ARN is given back as it is.
  String parse(String ref) {
    if (!ref.startsWith(ARN)) {
      return ref;
    }
    int account = ref.indexOf(':', ARN.length()) + 1;
    int resource = ref.indexOf(':', account) + 1;
    boolean ours = account > 0 && resource > 0 && ref.substring(account, resource - 1).equals(id);
    if (!ours) {
      return NOTHING;
    }
    if (ref.startsWith(AliasName.PREFIX, resource)) {
      return ref.substring(resource);
    }
    String key = ref.startsWith(KEY, resource) ? ref.substring(resource + KEY.length()) : NOTHING;
    return KeyId.isValid(key) ? key : NOTHING;
  }
}
