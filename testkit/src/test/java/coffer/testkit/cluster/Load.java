package coffer.testkit.cluster;

import coffer.hsm.CipherParameters;
import coffer.hsm.ClusterHsm;
import coffer.hsm.HsmKey;
import coffer.hsm.Material;
import coffer.hsm.Opened;
import coffer.hsm.Sealed;
import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import coffer.model.KeyVersionId;
import coffer.model.SecretBytes;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/// Threads that use keys of a cluster without a break, check what they get, and remember every
/// failure.
final class Load implements AutoCloseable {
  private static final int THREADS = 4;
  private static final int FAILURES_MAX = 20;
  private static final byte[] TEXT = {1, 2, 3, 4};
  private static final byte[] NONE = {};

  private final ClusterHsm cluster;
  private final HsmKey aes;
  private final HsmKey hmac;
  private final byte[] mac;
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicLong calls = new AtomicLong();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private volatile boolean ended;

  Load(ClusterHsm cluster) {
    this.cluster = cluster;
    this.aes = newKey(cluster, KeySpec.ALIYUN_AES_256, KeyUsage.ENCRYPT_DECRYPT);
    this.hmac = newKey(cluster, KeySpec.HMAC_SHA256, KeyUsage.GENERATE_VERIFY_MAC);
    this.mac = cluster.mac(hmac, TEXT);
    for (int i = 0; i < THREADS; i++) {
      threads.add(Thread.ofPlatform().name("load-" + i).start(this::run));
    }
  }

  static HsmKey newKey(ClusterHsm cluster, KeySpec spec, KeyUsage usage) {
    Set<KeyUsage> usages = Set.of(usage);
    KeyVersionId version = new KeyVersionId(UUID.randomUUID());
    return cluster.unwrap(new Material(version, spec, usages, cluster.generate(spec, usages)));
  }

  static boolean roundTrip(ClusterHsm cluster, HsmKey key) {
    try (SecretBytes plaintext = SecretBytes.copyOf(TEXT)) {
      Sealed sealed = cluster.encrypt(key, CipherParameters.gcm(NONE, TEXT), plaintext);
      Opened opened =
          cluster.decrypt(key, CipherParameters.gcm(sealed.iv(), TEXT), sealed.ciphertext());
      try (SecretBytes found = opened.plaintext()) {
        return found.equals(plaintext);
      }
    }
  }

  long calls() {
    return calls.get();
  }

  /// Waits for that many more calls.
  void go(long more) {
    long until = calls.get() + more;
    FaultyTokens.await("calls go on", () -> calls.get() >= until || !failures.isEmpty());
  }

  List<Throwable> failures() {
    return List.copyOf(failures);
  }

  @Override
  public void close() {
    ended = true;
    for (Thread thread : threads) {
      try {
        thread.join(10_000);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private void run() {
    while (!ended && failures.size() < FAILURES_MAX) {
      try {
        if (!roundTrip(cluster, aes)) {
          throw new AssertionError("another plaintext came back");
        }
        if (!MessageDigest.isEqual(mac, cluster.mac(hmac, TEXT))) {
          throw new AssertionError("another MAC came back");
        }
        calls.addAndGet(3);
      } catch (RuntimeException | AssertionError e) {
        failures.add(e);
      }
    }
  }
}
