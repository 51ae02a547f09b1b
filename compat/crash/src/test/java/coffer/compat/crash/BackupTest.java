package coffer.compat.crash;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.ClusterKind;
import coffer.compat.harness.Command;
import coffer.compat.harness.ServerHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Backups of servers that serve, restored where nothing is, through the wire.
class BackupTest {
  private static final int CLIENTS = 3;
  private static final int ENTRIES_MIN = 20;
  private static final long ENTRIES_WAIT_NANOS_MAX = 60_000_000_000L;
  private static final Map<String, String> PASSPHRASE =
      Map.of("COFFER_BACKUP_PASSPHRASE", "a passphrase for the backup");

  private static Command coffer(ServerHome home, String... words) {
    Map<String, String> environment = new HashMap<>(home.settings().environment());
    environment.putAll(PASSPHRASE);
    return Command.coffer(environment, List.of(words));
  }

  @Test
  void aBackupUnderLoadHoldsAllThatWasAcknowledgedAndRestoresElsewhere() throws Exception {
    KeyCreation before = new KeyCreation("Aliyun_AES_256");
    try (ServerHome home = ServerHome.make(ClusterKind.SOFTWARE);
        ServerHome empty = ServerHome.make(ClusterKind.SOFTWARE)) {
      home.start();
      try (Load _ = new Load(home.server(), before, CLIENTS)) {
        awaitEntries(before);
      }
      assertThat(before.entryCount()).isPositive();
      Path backup = home.folder().resolve("a.backup");
      Load load = new Load(home.server(), new KeyCreation("Aliyun_AES_256"), CLIENTS);
      try (load) {
        coffer(home, "backup", "--data", home.data().toString(), "--out", backup.toString())
            .orFail("coffer backup");
      }
      assertThat(coffer(home, "backup", "verify", backup.toString()).orFail("verify").output())
          .contains("whole");
      home.server().kill();
      coffer(empty, "restore", backup.toString(), "--data", empty.data().toString())
          .orFail("coffer restore");
      empty.start();
      before.requireAllKept(empty.server());
      empty.server().openApi().createKey("Aliyun_AES_256");
      empty.server().stop();
      empty.audit().requireSound();
    }
  }

  private static void awaitEntries(KeyCreation ledger) throws InterruptedException {
    long from = System.nanoTime();
    while (ledger.entryCount() < ENTRIES_MIN) {
      assertThat(System.nanoTime() - from).isLessThan(ENTRIES_WAIT_NANOS_MAX);
      Thread.sleep(20);
    }
  }

  @Test
  void onPkcs11ABackupHoldsWrappedBlobsAndRestoresOntoTheSameKek() throws Exception {
    KeyCreation ledger = new KeyCreation("Aliyun_AES_256");
    try (ServerHome home = ServerHome.make(ClusterKind.SOFTHSM)) {
      home.start();
      try (Load _ = new Load(home.server(), ledger, 2)) {
        awaitEntries(ledger);
      }
      assertThat(ledger.entryCount()).isPositive();
      Path backup = home.folder().resolve("a.backup");
      Command made =
          coffer(home, "backup", "--data", home.data().toString(), "--out", backup.toString())
              .orFail("coffer backup");
      assertThat(made.output())
          .contains("wrapped blobs only", "coffer-compat-1", "coffer-compat-2")
          .doesNotContain("sealed:");
      home.server().kill();
      remove(home.data());
      coffer(home, "restore", backup.toString(), "--data", home.data().toString())
          .orFail("coffer restore");
      home.start();
      ledger.requireAllKept(home.server());
      home.server().stop();
      home.audit().requireSound();
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> found = Files.walk(folder)) {
      for (Path path : found.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
