package coffer.bench;

import coffer.cli.BenchSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A place for a server of its own, which may stop and start again on the same data.
final class Stage implements AutoCloseable {
  private final Path home;
  private final Path folder;
  private final Optional<Path> config;
  private final Map<String, String> environment;
  private Optional<ServerProcess> server = Optional.empty();
  private int starts;

  Stage(Path home, Path folder, Optional<BenchSetting.Tokens> tokens) throws IOException {
    this.home = home;
    this.folder = Files.createDirectories(folder);
    this.config = tokens.map(BenchSetting.Tokens::config);
    this.environment = tokens.map(BenchSetting.Tokens::environment).orElse(Map.of());
  }

  Path data() {
    return folder.resolve("data");
  }

  Optional<Path> config() {
    return config;
  }

  Map<String, String> environment() {
    return environment;
  }

  /// Seconds until it served.
  double start() throws IOException, InterruptedException {
    long begun = System.nanoTime();
    Path log = folder.resolve("server-" + starts++ + ".log");
    server = Optional.of(ServerProcess.start(home, data(), config, log, environment));
    return (System.nanoTime() - begun) / (double) TimeUnit.SECONDS.toNanos(1);
  }

  ServerProcess server() {
    return server.orElseThrow();
  }

  BenchSetting setting(Clock clock, SecureRandom random) throws IOException {
    Path scratch = Files.createDirectories(folder.resolve("key"));
    return BenchSetting.make(data(), "bench-" + starts, scratch, clock, random);
  }

  void stop() {
    server.ifPresent(ServerProcess::close);
    server = Optional.empty();
  }

  @Override
  public void close() {
    stop();
  }
}
