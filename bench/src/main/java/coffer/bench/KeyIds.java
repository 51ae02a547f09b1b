package coffer.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the ids of new keys from answers to CreateKey.
final class KeyIds implements Answered {
  private static final Pattern ID = Pattern.compile("\"KeyId\":\"(key-[a-z0-9]+)\"");

  private final List<String> ids = new ArrayList<>();

  @Override
  public void answered(long nanos, byte[] buffer, int from, int length) {
    Matcher matcher = ID.matcher(new String(buffer, from, length, StandardCharsets.UTF_8));
    if (!matcher.find()) {
      throw new IllegalStateException("an answer to CreateKey without KeyId");
    }
    ids.add(matcher.group(1));
  }

  List<String> all() {
    return List.copyOf(ids);
  }
}
