package coffer.compat.crash;

import coffer.compat.harness.Command;
import coffer.compat.harness.Repository;
import coffer.compat.harness.ServerHome;
import coffer.compat.harness.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// `coffer backup` while keys are made, killed together with the server: a file of the name that
/// was asked for is a whole backup, or not there.
final class BackupMaking implements Deed {
  private static final String PASSPHRASE = "COFFER_BACKUP_PASSPHRASE";
  private static final Map<String, String> ENVIRONMENT = Map.of(PASSPHRASE, "a passphrase, killed");

  private final ServerHome home;
  private final KeyCreation keys;
  private final Deque<Path> files = new ArrayDeque<>();
  private volatile Optional<Process> running = Optional.empty();
  private volatile boolean killed;
  private int made;

  BackupMaking(ServerHome home, KeyCreation keys) {
    this.home = home;
    this.keys = keys;
  }

  @Override
  public String name() {
    return "backup";
  }

  @Override
  public void prepare(TestServer server) {
    killed = false;
  }

  /// A backup takes longer than a call.
  @Override
  public int killAfterMillisMax() {
    return 3_000;
  }

  @Override
  public void step(Client client) throws IOException {
    if (client.number() > 0) {
      keys.step(client);
      return;
    }
    Path file = home.folder().resolve("killed-" + made + ".backup");
    made++;
    files.add(file);
    long started = System.nanoTime();
    client.begins().run();
    int exit = run(file);
    if (exit != 0 && !killed) {
      throw new AssertionError("coffer backup ended with " + exit);
    }
    client.changes().add(new Client.Change(started, System.nanoTime(), exit == 0));
    if (killed) {
      throw new IOException("killed");
    }
  }

  private int run(Path file) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                "bash",
                "./coffer",
                "backup",
                "--data",
                home.data().toString(),
                "--out",
                file.toString())
            .directory(Repository.root().toFile())
            .redirectErrorStream(true)
            .redirectOutput(Path.of("/dev/null").toFile());
    builder.environment().putAll(ENVIRONMENT);
    Process process = builder.start();
    running = Optional.of(process);
    if (killed) {
      process.destroyForcibly();
    }
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public void killAlso() {
    killed = true;
    running.ifPresent(Process::destroyForcibly);
  }

  @Override
  public void requireKept(TestServer server, Random random) throws IOException {
    while (!files.isEmpty()) {
      Path file = files.remove();
      if (Files.exists(file)) {
        Command.coffer(ENVIRONMENT, List.of("backup", "verify", file.toString()))
            .orFail("coffer backup verify of " + file);
        Files.delete(file);
      }
    }
    keys.requireKept(server, random);
  }

  @Override
  public void requireAllKept(TestServer server) throws IOException {
    keys.requireAllKept(server);
  }
}
