package coffer.audit;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.audit.Audits.Heads;
import coffer.audit.Audits.Signer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real processes on one directory.
class AuditCrashTest {
  private static final int KILLS = 5;

  @TempDir Path directory;

  @Test
  void everyAcknowledgedRecordSurvivesKill9() throws Exception {
    Path trail = directory.resolve("audit");
    Set<String> acknowledged = new HashSet<>();
    long before = 0;
    for (int round = 0; round < KILLS; round++) {
      Path said = directory.resolve("said" + round);
      Process process = load(trail, said);
      try {
        Path first = Path.of(said + ".0");
        Audits.eventually(() -> size(first) > 100);
        Thread.sleep(150 + 70L * round);
      } finally {
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
      }
      acknowledged.clear();
      for (int thread = 0; thread < 3; thread++) {
        String lines = Files.readString(Path.of(said + "." + thread));
        lines.substring(0, lines.lastIndexOf('\n') + 1).lines().forEach(acknowledged::add);
      }
      before = requireRecorded(trail, before, acknowledged);
    }
  }

  @Test
  void aSecondProcessIsRefused() throws Exception {
    Path trail = directory.resolve("audit");
    try (AuditLog log = Audits.open(trail, new Heads(), new Signer("0001"))) {
      Process process = load(trail, directory.resolve("said"));
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isNotZero();
      assertThat(Files.readString(directory.resolve("said.out"))).contains("another server");
      assertThat(log.healthy()).isTrue();
    }
  }

  /// @return where the next round's records begin
  private static long requireRecorded(Path trail, long before, Set<String> acknowledged)
      throws IOException {
    try (AuditLog log = Audits.open(trail, new Heads(), new Signer("0001"))) {
      assertThat(log.healthy()).isTrue();
    }
    AuditVerdict verdict = new AuditVerifier(new Heads(), _ -> Optional.empty()).verify(trail, 1);
    assertThat(verdict).isInstanceOf(AuditVerdict.Sound.class);
    Set<String> found = new HashSet<>();
    long next =
        new AuditReader(trail)
            .read(
                before + 1,
                10_000_000,
                (_, event) -> assertThat(found.add(event.requestId())).isTrue());
    assertThat(acknowledged).hasSizeGreaterThan(100);
    assertThat(found).containsAll(acknowledged);
    return next - 1;
  }

  private static Process load(Path trail, Path said) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-cp",
            System.getProperty("java.class.path"),
            "coffer.audit.AuditLoad",
            trail.toString(),
            said.toString())
        .redirectErrorStream(true)
        .redirectOutput(said.resolveSibling(said.getFileName() + ".out").toFile())
        .start();
  }

  private static long size(Path file) {
    try {
      return Files.exists(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
