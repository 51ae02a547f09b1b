package coffer.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the machine itself offers.
final class HostChecks {
  private static final int JDK = 25;
  private static final long DISK_BYTES_LOW = 1L << 30;
  private static final long DISK_BYTES_MIN = 100L << 20;

  private HostChecks() {}

  static Finding jdk(int feature) {
    return feature == JDK
        ? Finding.ok("JDK", "" + feature)
        : Finding.fail("JDK", "" + feature, "install JDK 25 and set JAVA_HOME to it");
  }

  static List<Finding> folder(Path data) {
    Path folder = data.toAbsolutePath().normalize();
    List<Finding> findings = new ArrayList<>();
    try {
      if (Files.isDirectory(folder)) {
        findings.add(mode(folder));
        findings.add(disk(folder, Files.getFileStore(folder).getUsableSpace()));
      } else {
        Path above = existing(folder);
        findings.add(
            Files.isWritable(above)
                ? Finding.ok("data directory", folder + ": the first start makes it")
                : Finding.fail(
                    "data directory",
                    above + " is not writable",
                    "name another directory with --data"));
        findings.add(disk(above, Files.getFileStore(above).getUsableSpace()));
      }
    } catch (IOException e) {
      findings.add(Finding.fail("data directory", e.toString(), "look at " + folder));
    }
    return findings;
  }

  static Finding disk(Path folder, long bytes) {
    String free = (bytes >> 20) + " MiB free";
    String advice = "make room on the file system of " + folder;
    if (bytes < DISK_BYTES_MIN) {
      return Finding.fail("disk", free, advice);
    }
    return bytes < DISK_BYTES_LOW ? Finding.warn("disk", free, advice) : Finding.ok("disk", free);
  }

  /// A tool on the PATH; its absence is only a hint.
  static Finding tool(Map<String, String> environment, String name, String advice) {
    for (String folder : environment.getOrDefault("PATH", "").split(":", -1)) {
      Path tool = Path.of(folder.isEmpty() ? "." : folder).resolve(name);
      if (Files.isExecutable(tool)) {
        return Finding.ok(name, tool.toString());
      }
    }
    return Finding.warn(name, "not on the PATH", advice);
  }

  private static Finding mode(Path folder) throws IOException {
    String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(folder));
    if (!Files.isWritable(folder)) {
      return Finding.fail(
          "data directory",
          folder + " is not writable",
          "run as its owner, " + Files.getOwner(folder));
    }
    return mode.endsWith("------")
        ? Finding.ok("data directory", folder + ", " + mode)
        : Finding.fail(
            "data directory", folder + " is open to others, " + mode, "chmod 700 " + folder);
  }

  private static Path existing(Path folder) {
    Optional<Path> at = Optional.of(folder);
    while (at.isPresent() && !Files.isDirectory(at.get())) {
      at = Optional.ofNullable(at.get().getParent());
    }
    return at.orElse(Path.of("/"));
  }
}
