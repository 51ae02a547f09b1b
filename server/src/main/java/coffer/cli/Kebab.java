package coffer.cli;

import java.util.Locale;
import java.util.regex.Pattern;

/// Names of operations and fields as the command line writes them.
final class Kebab {
  /// Before a capital after a small letter or digit, and before the last capital of a run of them.
  private static final Pattern WORDS =
      Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");

  private Kebab() {}

  /// `GenerateDataKey` -> `generate-data-key`, `BindMFADevice` -> `bind-mfa-device`.
  static String of(String name) {
    return WORDS.matcher(name).replaceAll("-").toLowerCase(Locale.ROOT);
  }

  /// `clientKeyPassword` -> `COFFER_CLIENT_KEY_PASSWORD`.
  static String environment(String name) {
    return "COFFER_" + of(name).replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
