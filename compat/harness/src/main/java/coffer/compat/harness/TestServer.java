package coffer.compat.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A server started as a user starts it, by `./coffer start`.
public final class TestServer {
  private static final Duration READY_DEADLINE = Duration.ofMinutes(3);
  private static final Duration STOP_DEADLINE = Duration.ofMinutes(1);
  private static final int POLL_MILLIS = 10;
  private static final int SHOWN_CHARS_MAX = 8000;

  /// Stands for no server.
  static final TestServer NONE =
      new TestServer(Optional.empty(), Path.of("/dev/null"), Path.of(""));

  private final Optional<Process> process;
  private final Path output;
  private final Path data;
  private String description = "";
  private Duration startTook = Duration.ZERO;
  private long readyNanos;

  private TestServer(Optional<Process> process, Path output, Path data) {
    this.process = process;
    this.output = output;
    this.data = data;
  }

  static TestServer start(Path data, ClusterKind.Settings settings, Path output) {
    List<String> words =
        new ArrayList<>(
            List.of("start", "--data", data.toString(), "--port", "0", "--admin-port", "0"));
    settings.config().ifPresent(config -> words.addAll(List.of("--config", config.toString())));
    ProcessBuilder builder =
        new ProcessBuilder(Command.cofferWords(words))
            .directory(Repository.root().toFile())
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(output.toFile());
    builder.environment().putAll(settings.environment());
    try {
      long from = System.nanoTime();
      TestServer server = new TestServer(Optional.of(builder.start()), output, data);
      try {
        server.awaitReady(from);
      } catch (RuntimeException | AssertionError e) {
        server.kill();
        throw e;
      }
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitReady(long from) {
    while (!output().lines().anyMatch(line -> line.startsWith("READY https://"))) {
      if (!isAlive()) {
        throw new AssertionError("the server did not start:\n" + output());
      }
      if (System.nanoTime() - from > READY_DEADLINE.toNanos()) {
        throw new AssertionError("not ready within " + READY_DEADLINE + "\n" + output());
      }
      pause();
    }
    readyNanos = System.nanoTime();
    startTook = Duration.ofNanos(readyNanos - from);
    try {
      description = Files.readString(data.resolve("server.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI endpoint() {
    return URI.create(Text.field(description, "endpoint"));
  }

  /// `localhost:PORT`, as the SDKs take it.
  public String hostAndPort() {
    return endpoint().getHost() + ":" + endpoint().getPort();
  }

  public int adminPort() {
    return Integer.parseInt(Text.field(description, "adminPort"));
  }

  /// Of the OpenAPI without TLS.
  public int httpPort() {
    return Integer.parseInt(Text.field(description, "httpPort"));
  }

  /// Requests of an HTTP version, `1.1` or `2`, that the server says to have seen.
  public long requests(String version) {
    return metric("coffer_http_requests_total{version=\"" + version + "\"}");
  }

  /// HSMs that serve now.
  public long serving() {
    return metric("coffer_hsm_serving");
  }

  /// Calls refused because somebody called too often.
  public long throttledForFairUse() {
    return metric("coffer_fair_use_refused_total");
  }

  /// The sum over the lines of the metrics that begin so.
  private long metric(String start) {
    List<String> lines =
        Https.plain(URI.create("http://127.0.0.1:" + adminPort() + "/metrics"))
            .lines()
            .filter(line -> line.startsWith(start))
            .toList();
    if (lines.isEmpty()) {
      throw new AssertionError("no " + start);
    }
    return lines.stream()
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  public Path ca() {
    return Path.of(Text.field(description, "ca"));
  }

  public String instance() {
    return Text.field(description, "instance");
  }

  public OpenApi openApi() {
    return openApi(RootKey.of(data));
  }

  /// As who has another access key.
  public OpenApi openApi(RootKey key) {
    return new OpenApi(endpoint(), ca(), key);
  }

  public OpenApi hsmApi() {
    return openApi().hsm();
  }

  public RootKey rootKey() {
    return RootKey.of(data);
  }

  /// A client of its own, with connections of its own.
  public HttpClient client(HttpClient.Version version) {
    return Https.client(ca(), version);
  }

  /// `./coffer` becomes the Java process, so it is the server's.
  public long pid() {
    return running().pid();
  }

  /// From the start of the process to the READY line.
  public Duration startTook() {
    return startTook;
  }

  public Duration sinceReady() {
    return Duration.ofNanos(System.nanoTime() - readyNanos);
  }

  /// Resident memory of its process; `./coffer` becomes the Java process, so it is the same one.
  public long residentKib() {
    try {
      return Files.readAllLines(Path.of("/proc/" + running().pid() + "/status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .map(line -> line.replaceAll("\\D", ""))
          .mapToLong(Long::parseLong)
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// SIGTERM, and does not wait.
  public void askToStop() {
    running().destroy();
  }

  /// The exit code; fails when it has not ended in time.
  public int awaitEnd() {
    try {
      if (!running().waitFor(STOP_DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("did not stop within " + STOP_DEADLINE + "\n" + output());
      }
      return running().exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /// SIGTERM; fails unless it ends with 0.
  public void stop() {
    askToStop();
    int exit = awaitEnd();
    if (exit != 0) {
      throw new AssertionError("the server stopped with " + exit + "\n" + output());
    }
  }

  /// SIGKILL, and waits for the end of the process.
  public void kill() {
    process.ifPresent(p -> {
      p.destroyForcibly();
      awaitEnd();
    });
  }

  public boolean isAlive() {
    return process.map(Process::isAlive).orElse(false);
  }

  /// The end of what it printed.
  public String output() {
    try {
      String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
      return text.substring(Math.max(0, text.length() - SHOWN_CHARS_MAX));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process running() {
    return process.orElseThrow();
  }

  private static void pause() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
