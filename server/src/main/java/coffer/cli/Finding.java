package coffer.cli;

import java.util.Locale;

/// What one check of the doctor saw.
///
/// @param advice what to do; empty when all is well
record Finding(Level level, String what, String saw, String advice) {
  enum Level {
    OK,
    WARN,
    FAIL;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Finding ok(String what, String saw) {
    return new Finding(Level.OK, what, saw, "");
  }

  static Finding warn(String what, String saw, String advice) {
    return new Finding(Level.WARN, what, saw, advice);
  }

  static Finding fail(String what, String saw, String advice) {
    return new Finding(Level.FAIL, what, saw, advice);
  }
}
