package coffer.compat.crash;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.ClusterKind;
import coffer.compat.harness.Command;
import coffer.compat.harness.Repository;
import coffer.compat.harness.ServerHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `dist/install.sh` into a folder: what it puts there works, and goes again.
class InstallTest {
  private static final Duration DEADLINE = Duration.ofMinutes(2);

  @Test
  void whatIsInstalledRunsAndIsRemovedAgain() throws Exception {
    try (ServerHome home = ServerHome.make(ClusterKind.SOFTWARE)) {
      Path root = Files.createDirectory(home.folder().resolve("root"));
      install(root, "install");
      Path program = root.resolve("opt/coffer/coffer");
      Command version = run(home.folder(), program.toString(), "--version");
      assertThat(version.orFail("coffer --version").output()).startsWith("coffer ");
      String unit = Files.readString(root.resolve("etc/systemd/system/coffer.service"));
      assertThat(unit)
          .contains(
              "ExecStart=/opt/coffer/coffer start",
              "LoadCredential=coffer-passphrase",
              "NoNewPrivileges=yes",
              "ProtectSystem=strict",
              "LimitCORE=0")
          .doesNotContain("@PREFIX@");
      assertThat(Files.readString(root.resolve("usr/local/share/man/man1/coffer.1")))
          .contains("COFFER RESTORE");
      run(home.folder(), "bash", "-n", root.resolve("etc/bash_completion.d/coffer").toString())
          .orFail("the completion script");
      run(
              home.folder(),
              program.toString(),
              "config",
              "check",
              root.resolve("etc/coffer/coffer.yaml").toString())
          .orFail("the configuration that is installed");

      Files.writeString(root.resolve("etc/coffer/coffer.yaml"), "port: 9443\n");
      install(root, "install");
      install(root, "uninstall");
      try (Stream<Path> left = Files.walk(root)) {
        assertThat(left.filter(Files::isRegularFile))
            .containsExactly(root.resolve("etc/coffer/coffer.yaml"));
      }
      assertThat(Files.readString(root.resolve("etc/coffer/coffer.yaml")))
          .isEqualTo("port: 9443\n");
    }
  }

  @Test
  void aServerLeavesNoCoreBehind() throws IOException {
    try (ServerHome home = ServerHome.make(ClusterKind.SOFTWARE)) {
      home.start();
      Path limits = Path.of("/proc/" + home.server().pid() + "/limits");
      assertThat(Files.readAllLines(limits))
          .anyMatch(line -> line.matches("Max core file size +0 +0 +bytes *"));
    }
  }

  private static void install(Path root, String what) {
    Command.run(
            Repository.root(),
            Map.of("DESTDIR", root.toString(), "PREFIX", "/opt/coffer"),
            DEADLINE,
            List.of("bash", "dist/install.sh", what))
        .orFail("dist/install.sh " + what);
  }

  private static Command run(Path folder, String... words) {
    return Command.run(folder, Map.of(), DEADLINE, List.of(words));
  }
}
