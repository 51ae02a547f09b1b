package coffer.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A server started for one run, on free ports, and stopped with it.
final class OwnServer implements AutoCloseable {
  private static final String MAIN = "coffer.boot.Main";
  private static final String READY = "READY ";
  private static final Duration READY_DEADLINE = Duration.ofSeconds(90);
  private static final Duration STOP_DEADLINE = Duration.ofSeconds(25);
  private static final int POLL_MILLIS = 50;
  private static final int LOG_LINES_SHOWN = 20;

  private final Process process;

  private OwnServer(Process process) {
    this.process = process;
  }

  /// Returns when it serves. Throws `Trouble` with the end of its log when it does not.
  static OwnServer start(Path data, Path config, Path log, Map<String, String> environment) {
    ProcessBuilder builder =
        ChildJvm.of(
            ChildJvm.ownClassPath(),
            MAIN,
            List.of(
                "start",
                "--data",
                data.toString(),
                "--config",
                config.toString(),
                "--port",
                "0",
                "--admin-port",
                "0"));
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    OwnServer server;
    try {
      server = new OwnServer(builder.start());
    } catch (IOException e) {
      throw new Trouble("Cannot start a server: " + e.getMessage(), e);
    }
    try {
      server.awaitReady(log);
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private void awaitReady(Path log) {
    long deadline = System.nanoTime() + READY_DEADLINE.toNanos();
    try {
      while (System.nanoTime() < deadline) {
        boolean alive = process.isAlive();
        List<String> lines = Files.readAllLines(log);
        if (lines.stream().anyMatch(line -> line.startsWith(READY))) {
          return;
        }
        if (!alive) {
          throw new Trouble("The server did not start:\n" + tail(lines));
        }
        Thread.sleep(POLL_MILLIS);
      }
      throw new Trouble("The server was not ready in time:\n" + tail(Files.readAllLines(log)));
    } catch (IOException e) {
      throw new Trouble("Cannot read the server's log " + log, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Trouble("Interrupted", e);
    }
  }

  private static String tail(List<String> lines) {
    int from = Math.max(0, lines.size() - LOG_LINES_SHOWN);
    return String.join("\n", lines.subList(from, lines.size()));
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor(STOP_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
