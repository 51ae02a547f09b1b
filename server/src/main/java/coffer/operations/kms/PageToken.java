package coffer.operations.kms;

import coffer.model.KeyId;
import coffer.model.KmsException;
import coffer.store.KeyTag;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Where a page of tags ended. Says nothing that its reader was not told, so nothing guards it.
final class PageToken {
  private static final String NAME = "NextToken";
  private static final int LENGTH_MAX = 512;
  private static final int KEY_LENGTH = 24;

  private PageToken() {}

  static String of(KeyTag last) {
    String text = last.owner().value() + last.key();
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  static KeyTag parse(String token) {
    if (token.length() > LENGTH_MAX) {
      throw KmsException.invalid(NAME);
    }
    try {
      String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      if (text.length() > KEY_LENGTH && KeyId.isValid(text.substring(0, KEY_LENGTH))) {
        return new KeyTag(new KeyId(text.substring(0, KEY_LENGTH)), text.substring(KEY_LENGTH), "");
      }
    } catch (IllegalArgumentException e) {
      throw KmsException.invalid(NAME);
    }
    throw KmsException.invalid(NAME);
  }
}
