package coffer.compat.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A temporary folder with all that a server has: data directory, tokens, the files of its
/// applications. Servers may follow each other on it. Closing kills what runs and deletes it all.
public final class ServerHome implements AutoCloseable {
  private static final Duration BUILD_DEADLINE = Duration.ofMinutes(15);
  private static final String JVM_OPTIONS = "JAVA_TOOL_OPTIONS";

  private static boolean built;

  private final Path folder;
  private final ClusterKind.Settings settings;
  private TestServer server;
  private int starts;

  private ServerHome(Path folder, ClusterKind.Settings settings) {
    this.folder = folder;
    this.settings = settings;
    this.server = TestServer.NONE;
  }

  public static ServerHome make(ClusterKind kind) {
    try {
      requireBuilt();
      Path folder = Files.createTempDirectory("coffer-compat-");
      return new ServerHome(folder, kind.prepare(folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static synchronized void requireBuilt() {
    if (!built) {
      Command.run(
              Repository.root(),
              Map.of(),
              BUILD_DEADLINE,
              Command.cofferWords(List.of("start", "--help")))
          .orFail("./coffer start --help");
      built = true;
    }
  }

  /// With a `coffer.yaml` that `yaml` is written into; software HSMs.
  ///
  /// @param yaml may name the folder as `FOLDER`
  public static ServerHome configured(String yaml) {
    ServerHome home = make(ClusterKind.SOFTWARE);
    try {
      Path config =
          Files.writeString(
              home.folder.resolve("coffer.yaml"), yaml.replace("FOLDER", home.folder.toString()));
      return new ServerHome(
          home.folder, new ClusterKind.Settings(Optional.of(config), home.settings.environment()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// With software HSMs, and servers that are killed before better compiled code would have paid.
  public static ServerHome shortLived() {
    ServerHome home = make(ClusterKind.SOFTWARE);
    return new ServerHome(
        home.folder,
        new ClusterKind.Settings(
            home.settings.config(), Map.of(JVM_OPTIONS, "-XX:TieredStopAtLevel=1")));
  }

  /// With HSMs of the caller's.
  ///
  /// @param hsms makes them in the folder
  public static ServerHome with(Function<Path, ClusterKind.Settings> hsms) {
    ServerHome home = make(ClusterKind.SOFTWARE);
    return new ServerHome(home.folder, hsms.apply(home.folder));
  }

  /// With SoftHSM2 tokens that are nobody's yet; the first start makes software HSMs.
  ///
  /// @return the home, and the tokens in it
  public static WithTokens besideTokens() {
    ServerHome home = make(ClusterKind.SOFTWARE);
    SoftHsmTokens tokens = SoftHsmTokens.unused(home.folder);
    return new WithTokens(new ServerHome(home.folder, tokens.settings()), tokens);
  }

  /// A home and the tokens in it.
  public record WithTokens(ServerHome home, SoftHsmTokens tokens) {}

  /// Starts a server on the data directory, which is made at the first start.
  public TestServer start() {
    if (server.isAlive()) {
      throw new IllegalStateException("one at a time");
    }
    starts++;
    server = TestServer.start(data(), settings, folder.resolve("server-" + starts + ".out"));
    return server;
  }

  public TestServer server() {
    return server;
  }

  public Path data() {
    return folder.resolve("data");
  }

  public Path folder() {
    return folder;
  }

  public ClusterKind.Settings settings() {
    return settings;
  }

  /// `./coffer WORDS --data DIR`
  public Command coffer(List<String> words) {
    List<String> all = new ArrayList<>(words);
    all.addAll(List.of("--data", data().toString()));
    Map<String, String> environment = new HashMap<>(settings.environment());
    // What a server runs with is not a command's.
    environment.remove(JVM_OPTIONS);
    return Command.coffer(environment, all);
  }

  /// Connects an application by `./coffer client-key create`.
  ///
  /// @param options `--resources`, `--network`
  public ClientKeyFiles clientKey(String name, String... options) {
    Path out = folder.resolve("apps").resolve(name);
    List<String> words =
        new ArrayList<>(List.of("client-key", "create", "--name", name, "--out", out.toString()));
    words.addAll(List.of(options));
    coffer(words).orFail("coffer client-key create " + name);
    return ClientKeyFiles.in(out);
  }

  public Audit audit() {
    return new Audit(this);
  }

  @Override
  public void close() {
    server.kill();
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                throws IOException {
              Files.delete(directory);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
