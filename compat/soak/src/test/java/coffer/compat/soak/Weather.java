package coffer.compat.soak;

import coffer.compat.harness.ServerHome;
import coffer.compat.harness.shim.CallSite;
import coffer.compat.harness.shim.Injection;
import coffer.compat.harness.shim.Injection.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Faults that come and go, at one HSM at a time: the next one waits until both work again.
final class Weather {
  private static final int FAULT_MILLIS_MIN = 100;
  private static final int FAULT_MILLIS_MAX = 2_500;
  private static final int CALM_MILLIS_MAX = 700;
  private static final int DELAY_MILLIS_MAX = 300;
  private static final int CALLS_AFTER_MIN = 20;
  private static final int LOSING_MILLIS = 60;
  private static final int POLL_MILLIS = 20;
  private static final Duration RECOVERY_MAX = Duration.ofSeconds(60);

  /// CKR codes that real modules answer when they are unwell: general and device errors, memory,
  /// removed, lost sessions, logins and handles, not initialised.
  private static final long[] CODES = {
    0x2, 0x5, 0x6, 0x30, 0x31, 0x32, 0x60, 0x82, 0xB3, 0xE0, 0xE1, 0x101, 0x190
  };

  private static final List<CallSite> CONNECTING =
      List.of(CallSite.OPEN_SESSION, CallSite.LOGIN, CallSite.FIND_OBJECTS_INIT);

  private static final List<CallSite> CALLS =
      List.of(
          CallSite.OPEN_SESSION,
          CallSite.LOGIN,
          CallSite.FIND_OBJECTS_INIT,
          CallSite.ENCRYPT_INIT,
          CallSite.ENCRYPT,
          CallSite.DECRYPT_INIT,
          CallSite.DECRYPT,
          CallSite.SIGN_INIT,
          CallSite.SIGN,
          CallSite.UNWRAP_KEY,
          CallSite.GENERATE_RANDOM);

  private final ServerHome home;
  private final List<ShimmedHsm> hsms;
  private final SplittableRandom random;
  private final List<String> told = new ArrayList<>();
  private long slowestMillis;
  private long hits;

  Weather(ServerHome home, List<ShimmedHsm> hsms, SplittableRandom random) {
    this.home = home;
    this.hsms = hsms;
    this.random = random;
  }

  /// Returns when both HSMs work again after the last fault.
  void last(Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      ShimmedHsm hsm = hsms.get(random.nextInt(hsms.size()));
      Injection fault = fault();
      if (fault.site().filter(CONNECTING::contains).isPresent()) {
        // Otherwise the driver would not come there.
        hsm.control().arm(Injection.of(Kind.LOSE_SESSIONS).at(CallSite.ENCRYPT).once());
        Thread.sleep(LOSING_MILLIS);
      }
      hsm.control().arm(fault);
      Thread.sleep(random.nextInt(FAULT_MILLIS_MIN, FAULT_MILLIS_MAX));
      hsm.control().lift();
      hits += hsm.control().hits();
      told.add(
          hsm.name()
              + " "
              + fault.kind()
              + " at "
              + fault.site().orElseThrow()
              + " x"
              + hsm.control().hits());
      slowestMillis = Math.max(slowestMillis, recovered(hsm));
      Thread.sleep(random.nextInt(CALM_MILLIS_MAX));
    }
  }

  /// A token that somebody initialised anew: the HSM is of no use any more, the other one serves.
  void wipe(ShimmedHsm hsm) throws InterruptedException {
    hsm.control().arm(Injection.of(Kind.WIPE_TOKENS).at(CallSite.ENCRYPT).once());
    Thread.sleep(FAULT_MILLIS_MAX);
    told.add(hsm.name() + " " + Kind.WIPE_TOKENS + " x" + hsm.control().hits());
  }

  int faults() {
    return told.size();
  }

  /// Calls of the module that a fault met.
  long hits() {
    return hits;
  }

  /// From the end of a fault until both HSMs served, at worst.
  long slowestMillis() {
    return slowestMillis;
  }

  List<String> told() {
    return told;
  }

  private Injection fault() {
    return switch (random.nextInt(8)) {
      case 0, 1 -> code();
      case 2 -> code().once();
      case 3 -> Injection.of(Kind.DELAY).at(site()).delaying(1 + random.nextInt(DELAY_MILLIS_MAX));
      case 4 -> Injection.of(Kind.HANG).at(site());
      case 5 -> Injection.of(Kind.LOSE_SESSIONS).at(site()).once();
      case 6 -> Injection.of(Kind.REMOVE).at(site());
      default ->
          random.nextBoolean()
              ? Injection.of(Kind.FORGET).at(site()).once()
              : Injection.of(Kind.STUCK).at(site()).once().answering(0x30);
    };
  }

  private Injection code() {
    return Injection.code(CODES[random.nextInt(CODES.length)]).at(site());
  }

  private CallSite site() {
    return CALLS.get(random.nextInt(CALLS.size()));
  }

  /// @return how long it took
  private long recovered(ShimmedHsm hsm) throws InterruptedException {
    long from = System.nanoTime();
    while (home.server().serving() < hsms.size()) {
      pause(from, hsm);
    }
    long took = (System.nanoTime() - from) / 1_000_000;
    long calls = calls(hsm);
    while (calls(hsm) < calls + CALLS_AFTER_MIN || home.server().serving() < hsms.size()) {
      pause(from, hsm);
    }
    return took;
  }

  private void pause(long from, ShimmedHsm hsm) throws InterruptedException {
    if (System.nanoTime() - from > RECOVERY_MAX.toNanos()) {
      throw new AssertionError(
          hsm.name() + " did not recover from " + told.getLast() + "\n" + home.server().output());
    }
    Thread.sleep(POLL_MILLIS);
  }

  private static long calls(ShimmedHsm hsm) {
    return CALLS.stream().mapToLong(site -> hsm.control().calls(site)).sum();
  }
}
