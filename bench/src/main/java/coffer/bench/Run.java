package coffer.bench;

import coffer.cli.BenchSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// One benchmark from the first start of a server to the last file deleted, whatever ends it.
final class Run {
  private static final int SETTLE_SECONDS = 1;

  private final Plan plan;
  private final Path home;
  private final Consumer<String> progress;
  private final Clock clock;
  private final SecureRandom random;
  private byte[][] encrypts = {};

  Run(Plan plan, Path home, Consumer<String> progress, Clock clock, SecureRandom random) {
    this.plan = plan;
    this.home = home;
    this.progress = progress;
    this.clock = clock;
    this.random = random;
  }

  Report report() throws IOException, InterruptedException {
    try (CleanUp cleanUp = CleanUp.hooked(progress)) {
      Scratch scratch = Scratch.make();
      cleanUp.add(scratch);
      Optional<BenchSetting.Tokens> tokens =
          plan.softHsm()
              ? Optional.of(BenchSetting.softHsm(scratch.path(), random))
              : Optional.empty();
      return report(scratch.path(), tokens, cleanUp);
    }
  }

  private Report report(Path scratch, Optional<BenchSetting.Tokens> tokens, CleanUp cleanUp)
      throws IOException, InterruptedException {
    Path data = scratch.resolve("data");
    Optional<Path> config = tokens.map(BenchSetting.Tokens::config);
    Map<String, String> environment = tokens.map(BenchSetting.Tokens::environment).orElse(Map.of());
    progress.accept("Starting a server on two HSMs (" + plan.hsm() + ") ...");
    ServerProcess server =
        ServerProcess.start(home, data, config, scratch.resolve("server.log"), environment);
    cleanUp.add(server);
    List<String> jvm = server.jvm();
    List<Row> rows = rows(data, scratch, server.cpu());
    server.close();
    Optional<Row> encrypt = rows.stream().filter(this::isUsualEncrypt).findFirst();
    if (encrypt.isEmpty() || !plan.steps()) {
      return new Report(rows, List.of());
    }
    progress.accept("Timing the steps of Encrypt ...");
    Map<String, Double> micros =
        new StepsProcess(jvm, scratch).run(data, encrypts, config, environment);
    micros.forEach((step, each) -> progress.accept(String.format("  %-16s %5.1f us", step, each)));
    return new Report(rows, Share.of(micros, encrypt.get().serverCpuMicrosPerCall()));
  }

  private boolean isUsualEncrypt(Row row) {
    return row.operation().equals("Encrypt")
        && row.wire().equals(Subjects.INSTANCE)
        && row.connections() == plan.usualConnections();
  }

  private List<Row> rows(Path data, Path scratch, ServerCpu cpu)
      throws IOException, InterruptedException {
    List<Row> rows = new ArrayList<>();
    try (BenchSetting setting =
            BenchSetting.make(
                data, KeySpecs.ALL, Files.createDirectory(scratch.resolve("key")), clock, random);
        LoadClient client = new LoadClient(setting.endpoint(), setting.ca())) {
      Subjects subjects = new Subjects(setting, client, clock, random);
      for (Subject subject : subjects.all()) {
        if (plan.wants(subject)) {
          progress.accept("Preparing " + subject.title() + " ...");
          rows.addAll(rows(subject, client, cpu));
        }
      }
      // Last, so that their dates are still good when the steps are timed.
      encrypts = subjects.encrypts();
    }
    return rows;
  }

  private List<Row> rows(Subject subject, LoadClient client, ServerCpu cpu)
      throws IOException, InterruptedException {
    List<Row> rows = new ArrayList<>();
    int warmUpSeconds = plan.warmUpSeconds();
    Requests requests = subject.requests().prepare();
    for (int connections : plan.connections()) {
      LoadClient.Measured measured =
          client.measure(
              requests,
              connections,
              TimeUnit.SECONDS.toMillis(warmUpSeconds),
              TimeUnit.SECONDS.toMillis(plan.seconds()),
              cpu);
      Row row = Row.of(subject, plan.hsm(), connections, measured);
      progress.accept(
          String.format(
              "  %d connections: %.0f calls/s, %.1f us of server CPU per call",
              connections, row.callsPerSecond(), row.serverCpuMicrosPerCall()));
      rows.add(row);
      warmUpSeconds = Math.min(warmUpSeconds, SETTLE_SECONDS);
    }
    return rows;
  }
}
