package coffer.bench;

import coffer.cli.BenchSetting;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// What the number of keys costs. Two servers stand side by side, one with few keys and one with
/// many, and are measured in turns, so that whatever else the machine does meets both.
final class ManyKeys {
  /// Keys of the small server, and those in use on each.
  static final int FEW = 1_000;

  private static final int CREATING_CONNECTIONS = 64;
  private static final int REQUESTS = 10_000;
  private static final int FIRST_USES_MAX = 10_000;
  private static final int ROUNDS = 5;
  private static final long WARM_UP_MILLIS = 5_000;
  private static final String ENCRYPT = "Encrypt";

  private final Plan plan;
  private final Path home;
  private final Consumer<String> progress;
  private final Clock clock;
  private final SecureRandom random;
  private final List<Row> rows = new ArrayList<>();
  private final List<Figure> figures = new ArrayList<>();

  ManyKeys(Plan plan, Path home, Consumer<String> progress, Clock clock, SecureRandom random) {
    this.plan = plan;
    this.home = home;
    this.progress = progress;
    this.clock = clock;
    this.random = random;
  }

  Report measure(Path scratch, Optional<BenchSetting.Tokens> tokens, CleanUp cleanUp)
      throws IOException, InterruptedException {
    Stage small = new Stage(home, scratch.resolve("few"), tokens);
    cleanUp.add(small);
    Stage large = new Stage(home, scratch.resolve("many"), tokens);
    cleanUp.add(large);
    List<String> few = fill(small, FEW, false);
    List<String> many = fill(large, plan.keys(), true);
    figures.add(Figure.of("start with " + FEW + " keys", small.start(), "s"));
    figures.add(Figure.of("start with " + plan.keys() + " keys", large.start(), "s"));
    try (BenchSetting smallSetting = small.setting(clock, random);
        LoadClient smallClient = new LoadClient(smallSetting.endpoint(), smallSetting.ca());
        BenchSetting largeSetting = large.setting(clock, random);
        LoadClient largeClient = new LoadClient(largeSetting.endpoint(), largeSetting.ca())) {
      Subjects smallSubjects = new Subjects(smallSetting, smallClient, clock);
      Subjects largeSubjects = new Subjects(largeSetting, largeClient, clock);
      List<String> drawn = drawn(many);
      Side one = side(small, smallClient, smallSubjects, few);
      Side other = side(large, largeClient, largeSubjects, drawn.subList(0, FEW));
      compare(one, other);
      int uses = Math.min(FIRST_USES_MAX, (drawn.size() - FEW) / 2);
      firstUses(other, largeSubjects, drawn.subList(FEW, FEW + 2 * uses), uses);
    }
    small.close();
    large.close();
    return new Report(rows, List.of(), figures);
  }

  /// A server and the load on its hot keys.
  private record Side(Stage stage, LoadClient client, Requests requests) {}

  private Side side(Stage stage, LoadClient client, Subjects subjects, List<String> hot) {
    int[] picks = random.ints(REQUESTS, 0, hot.size()).toArray();
    byte[][] made = subjects.encrypts(i -> hot.get(picks[i]), REQUESTS);
    return new Side(stage, client, Requests.cycling(made));
  }

  /// Creates so many keys over the wire and stops the server again.
  private List<String> fill(Stage stage, int count, boolean isRow)
      throws IOException, InterruptedException {
    progress.accept("Creating " + count + " keys ...");
    stage.start();
    KeyIds ids = new KeyIds();
    try (BenchSetting setting = stage.setting(clock, random);
        LoadClient client = new LoadClient(setting.endpoint(), setting.ca())) {
      Requests creates = new OpenApiSubjects(setting, clock, random).keys(KeySpecs.AES);
      ServerCpu cpu = stage.server().cpu();
      LoadClient.Measured measured = client.once(creates, count, CREATING_CONNECTIONS, ids, cpu);
      if (isRow) {
        String operation = "CreateKey, " + count + " keys";
        add(
            Row.of(
                operation,
                Subject.OPENAPI,
                KeySpecs.AES,
                plan.hsm(),
                CREATING_CONNECTIONS,
                measured));
      }
    }
    stage.stop();
    return ids.all();
  }

  /// All keys in an order of chance.
  private List<String> drawn(List<String> keys) {
    List<String> drawn = new ArrayList<>(keys);
    java.util.Collections.shuffle(drawn, random);
    return drawn;
  }

  private void compare(Side few, Side many) throws IOException, InterruptedException {
    measure(few, WARM_UP_MILLIS);
    measure(many, WARM_UP_MILLIS);
    LoadClient.Measured[] fews = new LoadClient.Measured[ROUNDS];
    LoadClient.Measured[] manys = new LoadClient.Measured[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      fews[i] = measure(few, 0);
      manys[i] = measure(many, 0);
    }
    Row fewRow = row(" among " + FEW + " keys", fews);
    Row manyRow = row(" among " + plan.keys() + " keys", manys);
    double more = 100 * (manyRow.p50Micros() / fewRow.p50Micros() - 1);
    figures.add(Figure.of("p50 of Encrypt with the many keys, against the few", more, "%"));
    memory(few, many);
  }

  private LoadClient.Measured measure(Side side, long warmUpMillis)
      throws IOException, InterruptedException {
    return side.client()
        .measure(
            side.requests(),
            plan.usualConnections(),
            warmUpMillis,
            TimeUnit.SECONDS.toMillis(plan.seconds()) / ROUNDS,
            side.stage().server().cpu());
  }

  /// The round whose p50 is in the middle.
  private Row row(String among, LoadClient.Measured[] rounds) {
    Row[] all =
        Arrays.stream(rounds).map(round -> encrypts(ENCRYPT + among, round)).toArray(Row[]::new);
    Arrays.sort(all, java.util.Comparator.comparingDouble(Row::p50Micros));
    return add(all[ROUNDS / 2]);
  }

  private Row encrypts(String operation, LoadClient.Measured measured) {
    return Row.of(
        operation, Subject.INSTANCE, KeySpecs.AES, plan.hsm(), plan.usualConnections(), measured);
  }

  /// Both servers have as many keys in use.
  private void memory(Side few, Side many) throws IOException, InterruptedException {
    ServerMemory little = few.stage().server().memory();
    ServerMemory much = many.stage().server().memory();
    double unused = plan.keys() - FEW;
    figures.add(
        Figure.of(
            "heap for each key not in use",
            (much.heapBytes() - little.heapBytes()) / unused,
            "bytes"));
    figures.add(
        Figure.of(
            "resident memory for each key not in use",
            (much.residentBytes() - little.residentBytes()) / unused,
            "bytes"));
  }

  /// Half of them warm up what only happens at a first use.
  private void firstUses(Side side, Subjects subjects, List<String> unused, int uses)
      throws IOException, InterruptedException {
    Requests requests = Requests.cycling(subjects.encrypts(unused::get, unused.size()));
    ServerCpu cpu = side.stage().server().cpu();
    Answered nobody = (_, _, _, _) -> {};
    side.client().once(requests, uses, plan.usualConnections(), nobody, cpu);
    add(
        encrypts(
            ENCRYPT + ", first use of a key",
            side.client().once(requests, uses, plan.usualConnections(), nobody, cpu)));
  }

  private Row add(Row row) {
    rows.add(row);
    progress.accept(
        String.format(
            "  %s: %.0f calls/s, p50 %.0f us, %.1f us of server CPU per call",
            row.operation(), row.callsPerSecond(), row.p50Micros(), row.serverCpuMicrosPerCall()));
    return row;
  }
}
