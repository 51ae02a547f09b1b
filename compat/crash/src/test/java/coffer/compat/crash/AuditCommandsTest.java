package coffer.compat.crash;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.ClusterKind;
import coffer.compat.harness.Command;
import coffer.compat.harness.ServerHome;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `coffer audit` as it is typed, beside a server and instead of one, and a stop by SIGHUP.
class AuditCommandsTest {

  @Test
  void aDamagedTrailIsRefusedUntilSomebodyAcceptsIt() throws Exception {
    try (ServerHome home = ServerHome.make(ClusterKind.SOFTWARE)) {
      home.start();
      for (int i = 0; i < 20; i++) {
        home.server().openApi().call("DescribeRegions", Map.of()).orFail();
      }
      String key = home.server().openApi().createKey("Aliyun_AES_256");
      Path archive = home.folder().resolve("archive");
      Command young =
          home.coffer(
              List.of("audit", "archive", "--before", "2100-01-01", "--out", archive.toString()));
      assertThat(young.orFail("audit archive").output()).contains("Nothing is older");
      home.server().stop();
      home.audit().requireSound();
      assertThat(home.coffer(List.of("audit", "accept", "--reason", "none")).exit()).isEqualTo(1);

      damage(segment(home.data().resolve("audit")));
      Command verify = home.coffer(List.of("audit", "verify"));
      assertThat(verify.exit()).isEqualTo(1);
      assertThat(verify.output()).contains("coffer: record ");
      Command refused = home.coffer(List.of("start", "--port", "0", "--admin-port", "0"));
      assertThat(refused.exit()).as(refused.output()).isEqualTo(1);
      assertThat(refused.output()).contains("audit trail is damaged").doesNotContain("READY");

      assertThat(home.coffer(List.of("audit", "accept")).exit()).isNotZero();
      Command accepted = home.coffer(List.of("audit", "accept", "--reason", "a broken disk"));
      assertThat(accepted.orFail("audit accept").output()).contains("A new chain begins");
      home.start();
      home.server().openApi().call("DescribeKey", Map.of("KeyId", key)).orFail();
      home.server().stop();
      Command sound = home.coffer(List.of("audit", "verify")).orFail("audit verify");
      assertThat(sound.output()).contains("They begin at");
      assertThat(
              Files.readString(segment(home.data().resolve("audit")), StandardCharsets.ISO_8859_1))
          .contains("local:AcceptAuditBreak", "a broken disk");
    }
  }

  /// The certificate needs no signal, so SIGHUP asks for what SIGTERM does.
  @Test
  void sighupIsAnOrderlyStopUnlessItIsIgnored() throws Exception {
    try (ServerHome home = ServerHome.make(ClusterKind.SOFTWARE)) {
      home.start();
      home.server().openApi().createKey("Aliyun_AES_256");
      boolean ignored = ignoresHangup(home.server().pid());
      Command.run(
              home.folder(),
              Map.of(),
              Duration.ofSeconds(10),
              List.of("kill", "-HUP", Long.toString(home.server().pid())))
          .orFail("kill -HUP");
      if (ignored) {
        home.server().openApi().createKey("Aliyun_AES_256");
        home.server().stop();
      } else {
        assertThat(home.server().awaitEnd()).isZero();
      }
      home.audit().requireSound();
    }
  }

  /// As under `nohup`, which whoever runs this may have used; the server inherits it.
  private static boolean ignoresHangup(long pid) throws IOException {
    String mask =
        Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .map(line -> line.substring("SigIgn:".length()).trim())
            .findFirst()
            .orElseThrow();
    return (Long.parseUnsignedLong(mask, 16) & 1) != 0;
  }

  private static Path segment(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(".log"))
          .sorted()
          .findFirst()
          .orElseThrow();
    }
  }

  /// One byte of an early record.
  private static void damage(Path segment) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
      file.seek(600);
      int before = file.read();
      file.seek(600);
      file.write(before ^ 1);
    }
  }
}
