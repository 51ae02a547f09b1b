package coffer.operations.kms;

import coffer.model.Key;
import coffer.model.KeyId;
import coffer.model.KmsException;
import coffer.store.KeySearch;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a page of a search ended. Says nothing that its reader was not told, so nothing guards it;
/// whoever changes it looks from another place on.
final class KeyPage {
  private static final String NAME = "NextToken";
  private static final int LENGTH_MAX = 512;
  private static final Pattern SHAPE = Pattern.compile("(\\w{1,32}) ([0-9A-Za-z_-]{24})");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  private KeyPage() {}

  static String after(Key last, KeySearch.Sort sort) {
    String text = value(last, sort) + " " + last.id();
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String value(Key key, KeySearch.Sort sort) {
    return switch (sort) {
      case CREATION_DATE -> Long.toString(key.traits().created().toEpochMilli());
      case KEY_STATE -> key.state().wireName();
      case KEY_SPEC -> key.spec().wireName();
    };
  }

  static KeySearch.After parse(String token, KeySearch.Sort sort) {
    if (token.length() > LENGTH_MAX) {
      throw KmsException.invalid(NAME);
    }
    try {
      String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.US_ASCII);
      Matcher parts = SHAPE.matcher(text);
      if (parts.matches()
          && KeyId.isValid(parts.group(2))
          && (sort != KeySearch.Sort.CREATION_DATE || NUMBER.matcher(parts.group(1)).matches())) {
        return new KeySearch.After(parts.group(1), new KeyId(parts.group(2)));
      }
    } catch (IllegalArgumentException e) {
      throw KmsException.invalid(NAME);
    }
    throw KmsException.invalid(NAME);
  }
}
