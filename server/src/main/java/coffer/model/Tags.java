package coffer.model;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What owners write on a thing, to find and to group it: keys with one value each. Policies may
/// ask for them.
public record Tags(SortedMap<String, String> values) {
  public static final Tags NONE = new Tags(new TreeMap<>());
  public static final int COUNT_MAX = 20;

  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9/\\\\_.+=:@-]{1,128}");
  private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9/\\\\_.+=:@-]{0,128}");

  public Tags {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  /// With more tags, or other values for some.
  ///
  /// @param parameter that brought them, for the refusal
  public Tags with(String parameter, Map<String, String> more) {
    TreeMap<String, String> all = new TreeMap<>(values);
    more.forEach((key, value) -> {
      requireKey(parameter, key);
      if (!VALUE.matcher(value).matches()) {
        throw KmsException.invalid(
            parameter, "a value is at most 128 letters, digits and / \\ _ - . + = : @");
      }
      all.put(key, value);
    });
    if (all.size() > COUNT_MAX) {
      throw new KmsException(
          ErrorCode.LIMIT_EXCEEDED,
          "The request was rejected because a resource has at most 20 tags.");
    }
    return new Tags(all);
  }

  /// Without some, which need not be there.
  public Tags without(Collection<String> keys) {
    TreeMap<String, String> rest = new TreeMap<>(values);
    rest.keySet().removeAll(keys);
    return new Tags(rest);
  }

  private static void requireKey(String parameter, String key) {
    if (!KEY.matcher(key).matches()) {
      throw KmsException.invalid(
          parameter, "a key is 1 to 128 letters, digits and / \\ _ - . + = : @");
    }
    if (key.startsWith("aliyun") || key.startsWith("acs:")) {
      throw KmsException.invalid(parameter, "keys that begin with aliyun or acs: are reserved");
    }
  }
}
