package coffer.cli;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Starts another JVM of the same JDK.
final class ChildJvm {
  private static final Path SETSID = Path.of("/usr/bin/setsid");

  private ChildJvm() {}

  /// In a session of its own where the system can: Ctrl-C reaches only this process, which then
  /// ends its children in order.
  static ProcessBuilder of(String classPath, String mainClass, List<String> arguments) {
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(SETSID)) {
      command.add(SETSID.toString());
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-cp");
    command.add(classPath);
    command.add(mainClass);
    command.addAll(arguments);
    return new ProcessBuilder(command);
  }

  static String classPath(List<Path> entries) {
    return String.join(File.pathSeparator, entries.stream().map(Path::toString).toList());
  }

  /// The class path of this process, usable from any folder.
  static String ownClassPath() {
    String[] entries = System.getProperty("java.class.path").split(File.pathSeparator, -1);
    List<Path> absolute = new ArrayList<>();
    for (String entry : entries) {
      absolute.add(Path.of(entry).toAbsolutePath());
    }
    return classPath(absolute);
  }
}
