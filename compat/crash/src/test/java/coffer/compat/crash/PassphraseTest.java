package coffer.compat.crash;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.Command;
import coffer.compat.harness.OpenApi;
import coffer.compat.harness.Repository;
import coffer.compat.harness.ServerHome;
import coffer.compat.harness.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What whoever has data directory and passphrase can do, by the commands as they are typed.
class PassphraseTest {
  private static final String FIRST = "the first passphrase";
  private static final String PLAINTEXT = "cGxhaW50ZXh0";
  private static final int KILLS = 5;

  private static ServerHome home() throws IOException {
    ServerHome home = ServerHome.configured("passphrase-file: FOLDER/passphrase\n");
    put(home, FIRST);
    return home;
  }

  /// Where `start` takes it from.
  private static void put(ServerHome home, String passphrase) throws IOException {
    Files.writeString(home.folder().resolve("passphrase"), passphrase + "\n");
  }

  private static List<String> words(ServerHome home, String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--data", home.data().toString()));
    all.addAll(List.of("--config", home.folder().resolve("coffer.yaml").toString()));
    return all;
  }

  private static List<String> change(ServerHome home, String fresh) throws IOException {
    Path file = Files.writeString(home.folder().resolve("new-passphrase"), fresh + "\n");
    return words(home, "passphrase", "change", "--new-passphrase-file", file.toString());
  }

  private static void requireRefused(ServerHome home) {
    Command refused =
        Command.coffer(Map.of(), words(home, "start", "--port", "0", "--admin-port", "0"));
    assertThat(refused.exit()).as(refused.output()).isEqualTo(1);
    assertThat(refused.output()).contains("is not the one of").doesNotContain("READY");
  }

  private static String encrypt(TestServer server) throws IOException {
    String key = server.openApi().createKey("Aliyun_AES_256");
    return server
        .openApi()
        .call("Encrypt", Map.of("KeyId", key, "Plaintext", PLAINTEXT))
        .orFail()
        .field("CiphertextBlob");
  }

  private static void requireOpens(TestServer server, String blob) throws IOException {
    OpenApi.Answer opened = server.openApi().call("Decrypt", Map.of("CiphertextBlob", blob));
    assertThat(opened.orFail().field("Plaintext")).isEqualTo(PLAINTEXT);
  }

  @Test
  void anotherPassphraseOpensWhatTheFirstDidAndTheFirstNothing() throws Exception {
    try (ServerHome home = home()) {
      String blob = encrypt(home.start());
      Command.coffer(Map.of(), change(home, "the second passphrase")).orFail("passphrase change");
      requireOpens(home.server(), blob);
      home.server().stop();
      requireRefused(home);
      put(home, "the second passphrase");
      requireOpens(home.start(), blob);
      encrypt(home.server());
      home.server().stop();
      assertThat(Command.coffer(Map.of(), change(home, "short")).exit()).isEqualTo(1);
      put(home, FIRST);
      Command wrong = Command.coffer(Map.of(), change(home, "the third passphrase"));
      assertThat(wrong.exit()).isEqualTo(1);
      assertThat(wrong.output()).contains("is not the one of");
      home.audit().requireSound();
    }
  }

  @Test
  void aNewRootAccessKeyTakesThePlaceOfTheOld() throws Exception {
    try (ServerHome home = home()) {
      String blob = encrypt(home.start());
      Path file = home.data().resolve("credentials/root-access-key.json");
      Path old = Files.copy(file, home.folder().resolve("old.json"));
      Command running = Command.coffer(Map.of(), words(home, "access-key", "reset-root"));
      assertThat(running.exit()).isEqualTo(1);
      assertThat(running.output()).contains("another server is using");
      requireOpens(home.server(), blob);
      home.server().stop();
      Command.coffer(Map.of(), words(home, "access-key", "reset-root")).orFail("reset-root");
      requireOpens(home.start(), blob);
      Path fresh = Files.copy(file, home.folder().resolve("fresh.json"));
      Files.copy(old, file, StandardCopyOption.REPLACE_EXISTING);
      OpenApi.Answer refused = home.server().openApi().call("DescribeRegions", Map.of());
      assertThat(refused.status()).isEqualTo(404);
      assertThat(refused.json()).contains("InvalidAccessKeyId");
      Files.copy(fresh, file, StandardCopyOption.REPLACE_EXISTING);
      home.server().openApi().call("DescribeRegions", Map.of()).orFail();
      home.server().stop();
      home.audit().requireSound();
    }
  }

  /// Most of the command's time goes into what the passphrase costs; kills are drawn over all of
  /// it.
  @Test
  void aKillLeavesTheOldPassphraseOrTheNew() throws Exception {
    long seed = Long.getLong("coffer.seed", System.nanoTime());
    System.out.println("SEED PassphraseTest " + seed);
    Random random = new Random(seed);
    try (ServerHome home = home()) {
      String blob = encrypt(home.start());
      home.server().stop();
      String now = "passphrase number zero";
      long from = System.nanoTime();
      Command.coffer(Map.of(), change(home, now)).orFail("passphrase change");
      long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from);
      put(home, now);
      int changed = 0;
      int killed = 0;
      for (int round = 1; round <= KILLS; round++) {
        String fresh = "passphrase number " + round + " of them";
        if (killUnder(change(home, fresh), took * (30 + random.nextInt(75)) / 100)) {
          killed++;
        }
        boolean isNew = opens(home, fresh);
        if (isNew) {
          changed++;
        }
        put(home, isNew ? now : fresh);
        requireRefused(home);
        now = isNew ? fresh : now;
        put(home, now);
        requireOpens(home.start(), blob);
        home.server().stop();
      }
      System.out.printf(
          "MEASURED passphrase changes: %d of %d killed, %d took effect%n", killed, KILLS, changed);
      home.audit().requireSound();
    }
  }

  /// Whether a change under this passphrase, to the same one, is accepted.
  private static boolean opens(ServerHome home, String passphrase) throws IOException {
    put(home, passphrase);
    Command tried = Command.coffer(Map.of(), change(home, passphrase));
    if (tried.exit() != 0) {
      assertThat(tried.output()).contains("is not the one of");
    }
    return tried.exit() == 0;
  }

  /// Whether the kill met it alive.
  private static boolean killUnder(List<String> words, long afterMillis) throws Exception {
    List<String> all = new ArrayList<>(List.of("bash", "./coffer"));
    all.addAll(words);
    Process process =
        new ProcessBuilder(all)
            .directory(Repository.root().toFile())
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    boolean ended = process.waitFor(afterMillis, TimeUnit.MILLISECONDS);
    process.destroyForcibly();
    process.waitFor();
    return !ended;
  }
}
