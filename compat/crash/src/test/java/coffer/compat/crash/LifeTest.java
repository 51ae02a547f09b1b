package coffer.compat.crash;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.ClusterKind;
import coffer.compat.harness.Command;
import coffer.compat.harness.OpenApi;
import coffer.compat.harness.ServerHome;
import coffer.compat.harness.TestServer;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// One server from its first start to its orderly end, and its next.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LifeTest {
  private static final Duration READY_AIM = Duration.ofSeconds(3);
  private static final Duration READY_MAX = Duration.ofSeconds(10);
  private static final Duration RESIDENT_AFTER = Duration.ofMinutes(1);
  private static final long RESIDENT_KIB_MAX = 300 * 1024;
  private static final int CLIENTS = 4;

  /// Long enough for a request to have reached the server.
  private static final long ON_ITS_WAY_NANOS = Duration.ofMillis(50).toNanos();

  private static ServerHome home;

  @BeforeAll
  static void start() {
    home = ServerHome.make(ClusterKind.SOFTWARE);
    home.start();
  }

  @AfterAll
  static void remove() {
    home.close();
  }

  @Test
  @Order(1)
  void theFirstStartIsQuick() {
    requireQuick("first start", home.server().startTook());
  }

  @Test
  @Order(2)
  void aSecondServerOnTheSameDataDirectoryIsRefusedInOneLine() {
    Command second = start(home.data(), 0);
    assertThat(second.exit()).isEqualTo(1);
    assertThat(second.output().strip()).isEqualTo("coffer: another server is using " + home.data());
  }

  @Test
  @Order(3)
  void aBusyPortIsOneLine() {
    int port = home.server().endpoint().getPort();
    Command second = start(home.folder().resolve("other"), port);
    assertThat(second.exit()).isEqualTo(1);
    assertThat(second.output().lines().filter(line -> line.startsWith("coffer: ")))
        .singleElement()
        .asString()
        .contains(Integer.toString(port));
    assertThat(second.output()).doesNotContain("Exception", "\tat ", "READY");
  }

  /// A dump would hold keys. Hard, too, so that nothing that the server starts can raise it.
  @Test
  @Order(3)
  void itNeverLeavesACore() throws Exception {
    String limits = Files.readString(Path.of("/proc/" + home.server().pid() + "/limits"));
    assertThat(limits.lines().filter(line -> line.startsWith("Max core file size")))
        .singleElement()
        .satisfies(line ->
            assertThat(line.substring("Max core file size".length()).strip())
                .matches("0 +0 +bytes"));
  }

  /// Code that anybody might have put into the temporary directory; killed servers would fill it.
  @Test
  @Order(3)
  void itMapsNothingFromTheTemporaryDirectory() throws Exception {
    List<String> libraries =
        Files.readAllLines(Path.of("/proc/" + home.server().pid() + "/maps")).stream()
            .filter(line -> line.contains("sqlitejdbc"))
            .toList();
    assertThat(libraries).isNotEmpty().noneMatch(line -> line.contains("/sqlite-"));
  }

  @Test
  @Order(4)
  void aMinuteAfterReadyItIsSmall() throws Exception {
    OpenApi api = home.server().openApi();
    api.createKey("RSA_2048");
    Thread.sleep(RESIDENT_AFTER.minus(home.server().sinceReady()).toMillis());
    long kib = home.server().residentKib();
    System.out.printf(
        "MEASURED resident %d s after READY: %d MB%n", RESIDENT_AFTER.toSeconds(), kib / 1024);
    assertThat(kib).isLessThan(RESIDENT_KIB_MAX);
  }

  @Test
  @Order(5)
  void sigtermUnderLoadLetsEveryCallFinishAndTheNextStartHasAll() throws Exception {
    TestServer server = home.server();
    KeyCreation slow = new KeyCreation("RSA_4096");
    KeyCreation quick = new KeyCreation("Aliyun_AES_256");
    long told;
    Load load = new Load(server, slow, CLIENTS);
    Load light = new Load(server, quick, 2);
    try (load;
        light) {
      Thread.sleep(3000);
      load.serverStops();
      light.serverStops();
      told = System.nanoTime();
      server.askToStop();
      assertThat(server.awaitEnd()).as(server.output()).isZero();
    }
    int spanned =
        load.count(c -> c.started() < told - ON_ITS_WAY_NANOS && c.ended() > told && c.answered());
    int lost = load.count(c -> c.started() < told - ON_ITS_WAY_NANOS && !c.answered());
    System.out.printf(
        "MEASURED SIGTERM: %d calls in flight were answered, %d lost%n", spanned, lost);
    assertThat(lost).isZero();
    assertThat(light.count(c -> c.started() < told - ON_ITS_WAY_NANOS && !c.answered())).isZero();
    assertThat(spanned).isPositive();
    home.audit().requireSound();

    TestServer next = home.start();
    requireQuick("next start", next.startTook());
    quick.requireAllKept(next);
    assertThat(next.openApi().call("ListKeys", Map.of()).orFail().field("TotalCount"))
        .satisfies(total ->
            assertThat(Integer.parseInt(total))
                .isGreaterThanOrEqualTo(slow.keyCount() + quick.keyCount()));
    next.stop();
  }

  private static void requireQuick(String what, Duration took) {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    int processors = Runtime.getRuntime().availableProcessors();
    System.out.printf(
        "MEASURED ready after %d ms (%s, load average %.1f on %d processors)%n",
        took.toMillis(), what, load, processors);
    boolean quiet = load >= 0 && load < processors / 2.0;
    // Where others compute too, a start gets only its share of the processors.
    double others = Math.max(1, load / processors);
    assertThat(took)
        .isLessThan(quiet ? READY_AIM : Duration.ofMillis((long) (READY_MAX.toMillis() * others)));
  }

  private static Command start(Path data, int port) {
    return Command.coffer(
        home.settings().environment(),
        List.of(
            "start",
            "--data",
            data.toString(),
            "--port",
            Integer.toString(port),
            "--admin-port",
            "0"));
  }
}
