package coffer.boot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  @TempDir Path parent;

  @Test
  void everythingInItIsItsOwnersAlone() throws IOException {
    Path path = parent.resolve("a/b");
    try (DataDirectory data = DataDirectory.open(path)) {
      assertThat(mode(data.root())).isEqualTo("rwx------");
      assertThat(mode(data.file("lock"))).isEqualTo("rw-------");
      assertThat(mode(data.directory("credentials"))).isEqualTo("rwx------");
      Path secret = data.writePrivate("credentials/secret", "x".getBytes(UTF_8));
      assertThat(mode(secret)).isEqualTo("rw-------");
      assertThat(mode(data.writePublic("ca.pem", "ca"))).isEqualTo("rw-r--r--");
    }
  }

  @Test
  void aDirectoryThatOthersCouldReadIsClosedToThem() throws IOException {
    Path path = Files.createDirectory(parent.resolve("open"));
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (DataDirectory data = DataDirectory.open(path)) {
      assertThat(mode(data.root())).isEqualTo("rwx------");
    }
  }

  @Test
  void aFileIsReplacedWhole() throws IOException {
    try (DataDirectory data = DataDirectory.open(parent.resolve("d"))) {
      Files.writeString(data.file("f.new"), "left by a kill");
      data.writePrivate("f", "one".getBytes(UTF_8));
      data.writePrivate("f", "two".getBytes(UTF_8));
      assertThat(data.file("f")).hasContent("two");
      try (Stream<Path> files = Files.list(data.root())) {
        assertThat(files.map(f -> f.getFileName().toString()))
            .containsExactlyInAnyOrder("f", "lock");
      }
    }
  }

  @Test
  void aSecondServerIsRefusedAndANextOneIsNot() {
    Path path = parent.resolve("d");
    try (DataDirectory first = DataDirectory.open(path)) {
      assertThatThrownBy(() -> DataDirectory.open(path))
          .isInstanceOf(ConfigException.class)
          .hasMessage("another server is using " + first.root());
      assertThatThrownBy(() -> DataDirectory.open(parent.resolve("x/../d")))
          .isInstanceOf(ConfigException.class);
    }
    DataDirectory.open(path).close();
  }

  @Test
  void aServerInAnotherProcessIsRefused() throws IOException, InterruptedException {
    Path path = parent.resolve("d");
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                path.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(holder.getInputStream().read()).isEqualTo('+');
      assertThatThrownBy(() -> DataDirectory.open(path))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("another server is using");
    } finally {
      holder.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
    DataDirectory.open(path).close();
  }

  /// Holds a data directory until it is killed.
  static final class Holder {
    private Holder() {}

    public static void main(String[] args) throws IOException, InterruptedException {
      try (DataDirectory data = DataDirectory.open(Path.of(args[0]))) {
        System.out.write('+');
        System.out.flush();
        Thread.sleep(data.root().toString().isEmpty() ? 0 : 60_000);
      }
    }
  }

  @Test
  void aFileInItsPlaceIsRefused() throws IOException {
    Path file = Files.writeString(parent.resolve("file"), "");
    assertThatThrownBy(() -> DataDirectory.open(file))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("cannot be used");
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
