package coffer.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A server as a user starts it, on free ports and a data directory of its own.
final class ServerProcess implements AutoCloseable {
  private static final String READY = "READY ";
  private static final int READY_SECONDS_MAX = 120;
  private static final int STOP_SECONDS_MAX = 30;
  private static final int POLL_MILLIS = 10;
  private static final int LOG_LINES_SHOWN = 20;

  private final Process process;

  private ServerProcess(Process process) {
    this.process = process;
  }

  /// Returns when it serves.
  static ServerProcess start(
      Path home, Path data, Optional<Path> config, Path log, Map<String, String> environment)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("bash", home.resolve("coffer").toString(), "start"));
    command.addAll(List.of("--data", data.toString(), "--port", "0", "--admin-port", "0"));
    config.ifPresent(file -> command.addAll(List.of("--config", file.toString())));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    ServerProcess server = new ServerProcess(builder.start());
    try {
      server.awaitReady(log);
      return server;
    } catch (IOException | InterruptedException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private void awaitReady(Path log) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS_MAX);
    while (System.nanoTime() < deadline) {
      boolean alive = process.isAlive();
      List<String> lines = Files.readAllLines(log);
      if (lines.stream().anyMatch(line -> line.startsWith(READY))) {
        return;
      }
      if (!alive) {
        throw new IOException("the server did not start:\n" + tail(lines));
      }
      Thread.sleep(POLL_MILLIS);
    }
    throw new IOException("the server was not ready in time:\n" + tail(Files.readAllLines(log)));
  }

  private static String tail(List<String> lines) {
    return String.join(
        "\n", lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size()));
  }

  /// The script becomes the server: both are one process.
  ServerCpu cpu() {
    return new ServerCpu(process.pid());
  }

  ServerMemory memory() throws IOException, InterruptedException {
    return ServerMemory.of(process.pid(), Path.of(jvm().getFirst()));
  }

  /// The JVM and the options that it runs with, so that another can be like it.
  List<String> jvm() throws IOException {
    String line =
        Files.readString(
            Path.of("/proc", "" + process.pid(), "cmdline"), StandardCharsets.ISO_8859_1);
    List<String> words = List.of(line.split("\0", -1));
    return words.subList(0, words.indexOf("-jar"));
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
