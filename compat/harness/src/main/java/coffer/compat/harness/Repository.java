package coffer.compat.harness;

import java.nio.file.Files;
import java.nio.file.Path;

/// Where the project is: under the system property `compat.repository`, or above this directory.
public final class Repository {
  private static final String PROPERTY = "compat.repository";

  private Repository() {}

  public static Path root() {
    String named = System.getProperty(PROPERTY, "");
    Path from = Path.of(named.isEmpty() ? "." : named).toAbsolutePath().normalize();
    for (Path at = from; at != null; at = at.getParent()) {
      if (Files.isRegularFile(at.resolve("coffer")) && Files.isDirectory(at.resolve("server"))) {
        return at;
      }
    }
    throw new IllegalStateException("no `coffer` script above " + from + "; set " + PROPERTY);
  }
}
