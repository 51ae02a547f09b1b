package coffer.boot;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `coffer start`: serves until it is told to stop.
@Command(
    name = "start",
    description = {
      "Start the server on a data directory, which is made at the first start.",
      "Prints one line `READY https://localhost:PORT` when it serves."
    })
final class StartCommand implements Callable<Integer> {
  private final PrintStream out;
  private final PrintStream err;
  private final Map<String, String> environment;

  @Option(names = "--data", description = "Data directory; ./data by default.")
  private Path data = Path.of("data");

  @Option(names = "--config", description = "Configuration file in YAML.")
  private @Nullable Path config;

  @Option(names = "--port", description = "TLS port; 8443 by default, 0 for any free one.")
  private @Nullable Integer port;

  @Option(names = "--admin-port", description = "Port of health and metrics; 8444 by default.")
  private @Nullable Integer adminPort;

  @Option(
      names = "--http-port",
      description = "Port of the OpenAPI without TLS, on loopback; off by default.")
  private @Nullable Integer httpPort;

  @Option(
      names = "--host",
      description = "Name or address to listen on besides loopback; makes it production.")
  private List<String> hosts = List.of();

  StartCommand(PrintStream out, PrintStream err, Map<String, String> environment) {
    this.out = out;
    this.err = err;
    this.environment = environment;
  }

  @Override
  public Integer call() throws Exception {
    return OneLine.run(
        err,
        () -> {
          serve();
          return 0;
        });
  }

  /// Opening passwords fills the heap once; nothing like it follows.
  @SuppressWarnings("SystemGc")
  private static void giveBackMemory() {
    System.gc();
  }

  private void serve() throws IOException, InterruptedException {
    Config effective =
        (config == null ? Config.DEFAULT : ConfigReader.read(config))
            .withPorts(
                Optional.ofNullable(port),
                Optional.ofNullable(adminPort),
                Optional.ofNullable(httpPort))
            .withHosts(hosts);
    Clock clock = Clock.systemUTC();
    DataDirectory directory = DataDirectory.open(data);
    Logs.toFile(directory);
    Core core =
        Core.open(
            directory,
            effective,
            environment,
            clock,
            new SecureRandom(),
            line -> out.println(line));
    Server server =
        Server.start(core, effective, clock, ca -> directory.writePublic(ServiceCa.FILE, ca));
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("stop")
                .unstarted(() -> {
                  server.close();
                  core.close();
                  directory.close();
                  stopped.countDown();
                  // An orderly stop is a success, whatever signal asked for it.
                  Runtime.getRuntime().halt(0);
                }));
    Announcement.publish(directory, core, server, out);
    giveBackMemory();
    stopped.await();
  }
}
