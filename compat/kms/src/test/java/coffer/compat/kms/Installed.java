package coffer.compat.kms;

import coffer.compat.harness.Repository;
import java.nio.file.Files;
import java.nio.file.Path;

/// Clients that do not come by Maven.
final class Installed {
  private Installed() {}

  static String client(String name) {
    Path path = Repository.root().resolve("build/clients").resolve(name);
    if (!Files.exists(path)) {
      throw new AssertionError(path + " is missing: ./verify byok installs it");
    }
    return path.toString();
  }

  /// A file of ours that drives one.
  static String driver(String name) {
    return Repository.root().resolve("compat/kms").resolve(name).toString();
  }
}
