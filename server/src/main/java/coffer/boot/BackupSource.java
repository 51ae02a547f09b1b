package coffer.boot;

import coffer.backup.BackupException;
import coffer.backup.BackupWriter;
import coffer.backup.Manifest;
import coffer.model.ClusterMember;
import coffer.store.Store;
import coffer.store.sql.SqlFiles;
import coffer.store.sql.SqlStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/// What of a data directory is in a backup, taken while a server may be using it.
///
/// The order is what makes it consistent. Key material is made in an HSM before the store names it,
/// so tokens are read after the store: every key of the copy can be unwrapped by them. They are
/// read before it as well and must be the same, so that nothing was destroyed in them either. Audit
/// segments come after the store, so that the records of its signed heads are there.
final class BackupSource {
  static final String DATABASE = "coffer.db";
  static final String AUDIT = "audit";

  private static final String TOKENS = "hsm";
  private static final List<String> SINGLE_FILES =
      List.of("owner-ca/ca.pem", "owner-ca/ca-key.pem", RootCredential.FILE, "dev-passphrase");
  private static final int TRIES_MAX = 5;
  private static final int PAGE_MAX = 1000;

  /// What is written, in this order.
  record Contents(Manifest manifest, List<BackupWriter.Entry> entries) {}

  private final Path data;
  private final Clock clock;
  private final boolean wholeAudit;

  BackupSource(Path data, Clock clock, boolean wholeAudit) {
    this.data = data;
    this.clock = clock;
    this.wholeAudit = wholeAudit;
  }

  /// @param work an empty folder that lasts until the entries are written
  Contents take(Path work) throws IOException {
    String created = clock.instant().toString();
    Path database = work.resolve(DATABASE);
    SortedMap<String, byte[]> tokens = copyStore(database);
    List<BackupWriter.Entry> entries = new ArrayList<>();
    entries.add(new BackupWriter.Entry(DATABASE, () -> Files.newInputStream(database)));
    tokens.forEach((name, image) ->
        entries.add(new BackupWriter.Entry(name, () -> new ByteArrayInputStream(image))));
    for (String name : SINGLE_FILES) {
      if (Files.exists(data.resolve(name))) {
        entries.add(file(data.resolve(name)));
      }
    }
    audit().forEach(path -> entries.add(file(path)));
    return new Contents(manifest(created, database, tokens), entries);
  }

  private SortedMap<String, byte[]> copyStore(Path database) throws IOException {
    for (int i = 0; i < TRIES_MAX; i++) {
      SortedMap<String, byte[]> before = tokens();
      Files.deleteIfExists(database);
      SqlFiles.copy(data.resolve(DATABASE), database);
      SortedMap<String, byte[]> after = tokens();
      if (same(before, after)) {
        return after;
      }
    }
    throw new BackupException("the software HSMs are being changed: try again when that is done");
  }

  private SortedMap<String, byte[]> tokens() throws IOException {
    SortedMap<String, byte[]> tokens = new TreeMap<>();
    Path folder = data.resolve(TOKENS);
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".token")).toList()) {
          tokens.put(name(file), Files.readAllBytes(file));
        }
      }
    }
    return tokens;
  }

  private static boolean same(Map<String, byte[]> one, Map<String, byte[]> other) {
    return one.keySet().equals(other.keySet())
        && one.entrySet().stream()
            .allMatch(e ->
                MessageDigest.isEqual(e.getValue(), other.getOrDefault(e.getKey(), new byte[0])));
  }

  /// Oldest first, so that a segment which is begun meanwhile is only missing at the end.
  private List<Path> audit() throws IOException {
    Path folder = data.resolve(AUDIT);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> segments =
          files
              .filter(file -> file.toString().endsWith(".log"))
              .sorted(Comparator.comparing(Path::toString))
              .toList();
      if (wholeAudit) {
        return segments;
      }
      List<Path> own = segments.stream().filter(f -> folder.equals(f.getParent())).toList();
      return own.isEmpty() ? own : List.of(own.getLast());
    }
  }

  private Manifest manifest(String created, Path database, Map<String, byte[]> tokens) {
    try (Store copy = SqlStore.openExisting(database, clock)) {
      long keys = copy.read(view -> view.keys().count());
      List<String> outside =
          copy.read(view -> view.clusters().page(0, PAGE_MAX)).stream()
              .flatMap(cluster -> cluster.members().stream())
              .map(ClusterMember::uri)
              .filter(uri -> token(uri).filter(tokens::containsKey).isEmpty())
              .map(URI::toString)
              .toList();
      return new Manifest(
          Manifest.FORMAT,
          UUID.randomUUID().toString(),
          created,
          Program.version(),
          keys,
          List.copyOf(tokens.keySet()),
          outside,
          wholeAudit);
    }
  }

  private static Optional<String> token(URI member) {
    return member.getScheme().equals("software")
        ? Optional.of(member.getSchemeSpecificPart())
        : Optional.empty();
  }

  private BackupWriter.Entry file(Path path) {
    return new BackupWriter.Entry(name(path), () -> open(path));
  }

  private static InputStream open(Path path) throws IOException {
    return Files.newInputStream(path);
  }

  private String name(Path path) {
    return data.relativize(path).toString();
  }
}
