package coffer.compat.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads single fields of flat JSON without a library: official clients bring their own, and no two
/// bring the same.
public final class Text {
  private Text() {}

  /// The first string or number of this name, as it stands there; fails when there is none.
  public static String field(String json, String name) {
    Matcher matcher =
        Pattern.compile("\"" + name + "\"\\s*:\\s*(?:\"([^\"]*)\"|(-?\\d+))").matcher(json);
    if (!matcher.find()) {
      throw new AssertionError("no " + name + " in " + json);
    }
    String text = matcher.group(1);
    return text == null ? String.valueOf(matcher.group(2)) : text;
  }

  /// Every string of this name.
  public static List<String> fields(String json, String name) {
    Matcher matcher = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]*)\"").matcher(json);
    List<String> all = new ArrayList<>();
    while (matcher.find()) {
      all.add(matcher.group(1));
    }
    return all;
  }
}
