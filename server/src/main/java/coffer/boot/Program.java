package coffer.boot;

import java.util.Optional;

/// This build.
final class Program {
  private Program() {}

  /// Of the jar; a build that is not one has none.
  static String version() {
    return Optional.ofNullable(Program.class.getPackage().getImplementationVersion())
        .orElse("unpackaged");
  }
}
