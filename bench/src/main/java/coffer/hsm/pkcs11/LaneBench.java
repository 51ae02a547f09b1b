package coffer.hsm.pkcs11;

import coffer.hsm.CipherParameters;
import coffer.hsm.HsmModule;
import coffer.hsm.IdentityGuard;
import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import coffer.model.SecretBytes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.NullMarked;

/// What the driver adds to a module: the same work inside a lane and by a loop in C, in turns, and
/// through the lanes from several callers. Prints a name, a value and a unit in each line.
@NullMarked
public final class LaneBench {
  private static final int ROUNDS = 5;
  private static final int ROUND_MILLIS = 300;
  private static final int WARM_UPS = 6;
  private static final int CALLERS = 8;
  private static final int BATCH = 100;
  private static final double MICRO = 1_000;
  private static final CipherParameters GCM = CipherParameters.gcm(new byte[12], new byte[0]);

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final Lanes lanes;
  private final List<String> loop;
  private final byte[] pin;

  private LaneBench(Lanes lanes, List<String> loop, byte[] pin) {
    this.lanes = lanes;
    this.loop = List.copyOf(loop);
    this.pin = pin;
  }

  /// @param args module, its init arguments or nothing, token, and the loop's program; the PIN
  ///   comes on standard input
  public static void main(String[] args) throws IOException, InterruptedException {
    byte[] pin = System.in.readAllBytes();
    Optional<String> init = Optional.of(args[1]).filter(text -> !text.isEmpty());
    HsmModule declared = new HsmModule("bench", Path.of(args[0]), Optional.empty(), init);
    TokenName name = new TokenName(declared.name(), Map.of("token", args[2]));
    LoadedModule module = ModuleRegistry.PROCESS.load(declared);
    List<String> loop = List.of(args[3], args[0], args[1], args[2], Integer.toString(ROUND_MILLIS));
    try (TokenLink link = new TokenLink(module, name, SecretBytes.copyOf(pin), IdentityGuard.NONE);
        Lanes lanes = new Lanes(link, LaneCounts.of(declared), Lanes.DEADLINE, (_, _) -> true)) {
      new LaneBench(lanes, loop, pin).run(coffer.cli.Terminal.ofProcess().out());
    }
  }

  private void run(PrintStream out) throws IOException, InterruptedException {
    for (int i = 0; i < WARM_UPS; i++) {
      double _ = encryptNanos();
      double _ = missNanos();
    }
    List<Double> raw = new ArrayList<>();
    List<Double> rawMiss = new ArrayList<>();
    List<Double> inLane = new ArrayList<>();
    List<Double> miss = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      Map<String, Double> c = loop();
      raw.add(c.getOrDefault("gcm", 0.0));
      rawMiss.add(c.getOrDefault("miss", 0.0));
      inLane.add(encryptNanos());
      miss.add(missNanos());
    }
    print(out, "AES-GCM of 32 bytes, C loop", median(raw) / MICRO, "us of CPU");
    print(out, "AES-GCM of 32 bytes, inside the lane", median(inLane) / MICRO, "us of CPU");
    print(out, "inside the lane, of the C loop's rate", 100 * median(raw) / median(inLane), "%");
    print(out, "unwrap + AES-GCM + destroy, C loop", median(rawMiss) / MICRO, "us of CPU");
    print(out, "unwrap + AES-GCM + destroy, inside the lane", median(miss) / MICRO, "us of CPU");
    LaneProfile one = through(1);
    LaneProfile many = through(CALLERS);
    print(out, "AES-GCM through the lanes, 1 caller", one.callsPerSecond(), "calls/s");
    String callers = ", " + CALLERS + " callers";
    print(out, "AES-GCM through the lanes" + callers, many.callsPerSecond(), "calls/s");
    double share = 100 * many.callsPerSecond() * median(raw) / 1e9;
    print(out, "through the lanes, of the C loop's rate", share, "%");
    // Where the time of a call goes, from the module outwards.
    double driver = median(inLane) - median(raw);
    print(out, "of a call" + callers + ": module", median(raw) / MICRO, "us of CPU");
    print(out, "of a call" + callers + ": driver in the lane", driver / MICRO, "us of CPU");
    double queue = many.laneNanos() - median(inLane);
    print(out, "of a call" + callers + ": the lane's queue", queue / MICRO, "us of CPU");
    print(out, "of a call" + callers + ": its caller", many.callerNanos() / MICRO, "us of CPU");
    print(out, "of a call" + callers + ": the lane waits", many.idleNanos() / MICRO, "us");
  }

  private double encryptNanos() {
    return lanes.life((epoch, session) -> {
      long key = session.generate(Ck.CKM_AES_KEY_GEN, KeyTemplates.probeAes());
      try (SecretBytes plaintext = SecretBytes.owning(new byte[32])) {
        return nanos(() -> {
          byte[] _ = SymmetricCiphers.encryptIn(session, key, GCM, plaintext).ciphertext();
        });
      } finally {
        session.destroy(key);
      }
    });
  }

  /// What a use of a key costs that is not in memory: as `KeyMaterial` unwraps, and releases.
  private double missNanos() {
    KeySpec spec = KeySpec.ALIYUN_AES_256;
    Attributes template = KeyTemplates.unwrapped(spec, Set.of(KeyUsage.ENCRYPT_DECRYPT), false);
    Mechanism wrap = Mechanism.of(Ck.CKM_AES_KEY_WRAP);
    return lanes.life((epoch, session) -> {
      Session home = epoch.home(session);
      long kek = session.generate(Ck.CKM_AES_KEY_GEN, KeyTemplates.probeKek());
      long cold = session.generate(KeyTemplates.generation(spec), KeyTemplates.generated(spec));
      try (SecretBytes plaintext = SecretBytes.owning(new byte[32])) {
        byte[] wrapped = session.wrap(wrap, kek, cold);
        return nanos(() -> {
          long key = home.unwrap(wrap, kek, wrapped, template);
          byte[] _ = SymmetricCiphers.encryptIn(session, key, GCM, plaintext).ciphertext();
          home.destroy(key);
        });
      } finally {
        session.destroy(kek);
        session.destroy(cold);
      }
    });
  }

  /// Processor time of one, on this thread.
  private double nanos(Runnable one) {
    long begun = threads.getCurrentThreadCpuTime();
    long calls = 0;
    long used;
    do {
      for (int i = 0; i < BATCH; i++, calls++) {
        one.run();
      }
      used = threads.getCurrentThreadCpuTime() - begun;
    } while (used < ROUND_MILLIS * 1_000_000L);
    return (double) used / calls;
  }

  private LaneProfile through(int callers) throws InterruptedException {
    long key =
        lanes.home((epoch, session) ->
            epoch.home(session).generate(Ck.CKM_AES_KEY_GEN, KeyTemplates.probeAes()));
    AtomicLong calls = new AtomicLong();
    CountDownLatch ended = new CountDownLatch(callers);
    LaneProfile.Clocks begun = LaneProfile.Clocks.now();
    long end = System.nanoTime() + ROUNDS * ROUND_MILLIS * 1_000_000L;
    for (int i = 0; i < callers; i++) {
      Thread.ofVirtual()
          .start(() -> {
            try (SecretBytes plaintext = SecretBytes.owning(new byte[32])) {
              long mine = 0;
              while (System.nanoTime() < end) {
                byte[] _ =
                    lanes.symmetric((epoch, session) ->
                        SymmetricCiphers.encryptIn(session, key, GCM, plaintext).ciphertext());
                mine++;
              }
              calls.addAndGet(mine);
            } finally {
              ended.countDown();
            }
          });
    }
    ended.await();
    return LaneProfile.between(
        begun, LaneProfile.Clocks.now(), calls.get(), lanes.symmetricCount());
  }

  private Map<String, Double> loop() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(loop).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(pin);
      in.write('\n');
    }
    Map<String, Double> nanos = new java.util.HashMap<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.split(" ", 2);
        nanos.put(words[0], Double.valueOf(words[1]));
      }
    }
    if (process.waitFor() != 0) {
      throw new IOException("the loop in C failed");
    }
    return nanos;
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private static void print(PrintStream out, String name, double value, String unit) {
    out.println(name + "\t" + value + "\t" + unit);
  }
}
