package coffer.bench;

import coffer.cli.BenchSetting;
import java.io.IOException;
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
  private static final String CONNECT = "Connect";
  private static final String TLS = "tls";

  private final Plan plan;
  private final Path home;
  private final Consumer<String> progress;
  private final Clock clock;
  private final SecureRandom random;
  private final List<Row> rows = new ArrayList<>();
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
      Optional<BenchSetting.Tokens> tokens = tokens(scratch.path());
      if (plan.keys() > 0) {
        return new ManyKeys(plan, home, progress, clock, random)
            .measure(scratch.path(), tokens, cleanUp);
      }
      Report report =
          plan.calls()
              ? calls(scratch.path(), tokens, cleanUp)
              : new Report(List.of(), List.of(), List.of());
      if (!plan.lanes() || tokens.isEmpty()) {
        return report;
      }
      progress.accept("Measuring the lanes beside a loop in C ...");
      List<Figure> figures = LaneFigures.measure(tokens.get(), scratch.path());
      List<Figure> all = new ArrayList<>(report.figures());
      all.addAll(figures);
      return new Report(report.rows(), report.steps(), all);
    }
  }

  private Optional<BenchSetting.Tokens> tokens(Path folder) {
    return switch (plan.hsm()) {
      case "softhsm" -> Optional.of(BenchSetting.softHsm(folder, random));
      case "nss" -> Optional.of(BenchSetting.nss(folder, random));
      default -> Optional.empty();
    };
  }

  private Report calls(Path scratch, Optional<BenchSetting.Tokens> tokens, CleanUp cleanUp)
      throws IOException, InterruptedException {
    progress.accept("Starting a server on two HSMs (" + plan.hsm() + ") ...");
    Stage stage = new Stage(home, scratch, tokens);
    cleanUp.add(stage);
    stage.start();
    List<String> jvm = stage.server().jvm();
    rows(stage);
    stage.close();
    Optional<Row> encrypt = rows.stream().filter(this::isUsualEncrypt).findFirst();
    if (encrypt.isEmpty() || !plan.steps()) {
      return new Report(rows, List.of(), List.of());
    }
    progress.accept("Timing the steps of Encrypt ...");
    Map<String, Double> micros =
        new StepsProcess(jvm, scratch)
            .run(stage.data(), encrypts, stage.config(), stage.environment());
    micros.forEach((step, each) -> progress.accept(String.format("  %-16s %5.1f us", step, each)));
    List<Share> shares = Share.of(micros, encrypt.get().serverCpuMicrosPerCall());
    List<Figure> figures =
        Optional.ofNullable(micros.get(Share.DECISION))
            .map(each -> Figure.of("decision about a user with 50 policies", each, "us"))
            .stream()
            .toList();
    return new Report(rows, shares, figures);
  }

  private boolean isUsualEncrypt(Row row) {
    return row.operation().equals("Encrypt")
        && row.wire().equals(Subject.INSTANCE)
        && row.keySpec().equals(KeySpecs.AES)
        && row.connections() == plan.usualConnections();
  }

  private void rows(Stage stage) throws IOException, InterruptedException {
    ServerCpu cpu = stage.server().cpu();
    try (BenchSetting setting = stage.setting(clock, random);
        LoadClient client = new LoadClient(setting.endpoint(), setting.ca())) {
      Subjects subjects = new Subjects(setting, client, clock);
      List<Subject> all = new ArrayList<>(subjects.all());
      all.addAll(new OpenApiSubjects(setting, clock, random).all());
      for (Subject subject : all) {
        if (plan.wants(subject)) {
          progress.accept("Preparing " + subject.title() + " ...");
          measure(subject, client, cpu);
        }
      }
      connect(setting, "X25519MLKEM768", cpu);
      connect(setting, "X25519", cpu);
      if (rows.stream().anyMatch(this::isUsualEncrypt)) {
        // Last, so that their dates are still good when the steps are timed.
        encrypts = subjects.encrypts(KeySpecs.AES);
      }
    }
  }

  private void measure(Subject subject, LoadClient client, ServerCpu cpu)
      throws IOException, InterruptedException {
    int warmUpSeconds = plan.warmUpSeconds();
    Requests requests = subject.requests().prepare();
    for (int connections : plan.connections(subject)) {
      LoadClient.Measured measured =
          client.measure(
              requests,
              connections,
              TimeUnit.SECONDS.toMillis(warmUpSeconds),
              TimeUnit.SECONDS.toMillis(plan.seconds()),
              cpu);
      add(Row.of(subject, plan.hsm(), connections, measured));
      warmUpSeconds = Math.min(warmUpSeconds, SETTLE_SECONDS);
    }
  }

  /// New connections, each closed when its handshake is done.
  private void connect(BenchSetting setting, String group, ServerCpu cpu)
      throws IOException, InterruptedException {
    if (!plan.wants(CONNECT, TLS, group)) {
      return;
    }
    progress.accept("Opening TLS connections, " + group + " ...");
    try (Handshakes handshakes = new Handshakes(setting.endpoint(), setting.ca(), group)) {
      LoadClient.Measured measured =
          handshakes.measure(
              plan.usualConnections(),
              TimeUnit.SECONDS.toMillis(Math.max(SETTLE_SECONDS, plan.warmUpSeconds())),
              TimeUnit.SECONDS.toMillis(plan.seconds()),
              cpu);
      add(Row.of(CONNECT, TLS, group, plan.hsm(), plan.usualConnections(), measured));
    }
  }

  private void add(Row row) {
    rows.add(row);
    progress.accept(
        String.format(
            "  %d connections: %.0f calls/s, %.1f us of server CPU per call",
            row.connections(), row.callsPerSecond(), row.serverCpuMicrosPerCall()));
  }
}
