package coffer.compat.crash;

import coffer.compat.harness.Repository;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/// A data directory of an earlier day (`home.zip`: `data` with store, sealed HSM files, test
/// passphrase and audit trail; `apps` with a client key) and what was sealed and signed with it
/// (`values.properties`, bytes as Base64). Such a folder is never changed once it is committed.
record Golden(Path folder) {
  private static final Path ALL = Path.of("compat/crash/src/test/resources");
  private static final String ZIP = "home.zip";
  private static final String VALUES = "values.properties";

  /// Written anew at each start, or of no use to anyone.
  private static final List<String> LEFT_OUT =
      List.of("server.json", "logs", "lock", "next.segment");

  static List<Golden> all() throws IOException {
    try (Stream<Path> folders = Files.list(Repository.root().resolve(ALL))) {
      return folders
          .filter(path -> path.getFileName().toString().startsWith("golden-"))
          .sorted()
          .map(Golden::new)
          .toList();
    }
  }

  static Golden named(String name) {
    return new Golden(Repository.root().resolve(ALL).resolve(name));
  }

  Map<String, String> values() throws IOException {
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(folder.resolve(VALUES))) {
      properties.load(in);
    }
    return properties.stringPropertyNames().stream()
        .collect(Collectors.toMap(name -> name, properties::getProperty));
  }

  static byte[] bytes(String value) {
    return Base64.getDecoder().decode(value);
  }

  void unpackInto(Path home) throws IOException {
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(folder.resolve(ZIP)))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = home.resolve(entry.getName()).normalize();
        if (!file.startsWith(home)) {
          throw new IOException("leads out of the folder: " + entry.getName());
        }
        Files.createDirectories(file.getParent());
        Files.copy(zip, file, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  /// @param home with a data directory that no server uses any more
  void write(Path home, Map<String, String> values) throws IOException {
    Files.createDirectory(folder);
    try (OutputStream file = Files.newOutputStream(folder.resolve(ZIP));
        ZipOutputStream zip = new ZipOutputStream(file);
        Stream<Path> found = Files.walk(home)) {
      List<Path> files =
          found.filter(Files::isRegularFile).filter(path -> isKept(home, path)).sorted().toList();
      for (Path path : files) {
        zip.putNextEntry(new ZipEntry(home.relativize(path).toString()));
        Files.copy(path, zip);
        zip.closeEntry();
      }
    }
    String lines =
        new TreeMap<>(values)
            .entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue() + "\n")
                .collect(Collectors.joining());
    Files.writeString(folder.resolve(VALUES), lines, StandardCharsets.US_ASCII);
  }

  private static boolean isKept(Path home, Path path) {
    Path relative = home.relativize(path);
    if (!relative.startsWith("data") && !relative.startsWith("apps")) {
      return false;
    }
    for (Path part : relative) {
      if (LEFT_OUT.contains(part.toString()) || part.toString().endsWith(".lock")) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return folder.getFileName().toString();
  }
}
