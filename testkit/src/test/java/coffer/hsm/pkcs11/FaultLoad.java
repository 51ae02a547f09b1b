package coffer.hsm.pkcs11;

import coffer.hsm.CipherParameters;
import coffer.hsm.ClusterHsm;
import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.HsmKey;
import coffer.hsm.Material;
import coffer.hsm.Opened;
import coffer.hsm.Sealed;
import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import coffer.model.KeyVersionId;
import coffer.model.SecretBytes;
import coffer.model.SigningAlgorithm;
import coffer.model.WrappedKey;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/// Threads that use keys of a cluster in every way without a break, check what they get, and
/// remember failures and the longest call.
final class FaultLoad implements AutoCloseable {
  private static final int THREADS = 3;
  private static final long PAUSE_MILLIS = 2;
  private static final byte[] TEXT = {1, 2, 3, 4};
  private static final byte[] NONE = {};

  private final ClusterHsm cluster;
  private final Material aes;
  private final Material hmac;
  private final Material ec;
  private final Material rsa;
  private final byte[] mac;
  private final byte[] rsaSignature;
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicLong calls = new AtomicLong();
  private final AtomicLong longestNanos = new AtomicLong();
  private final Queue<HsmFailure> failed = new ConcurrentLinkedQueue<>();
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
  private volatile boolean ended;

  /// What happened since it was asked before.
  ///
  /// @param wrong answers, and exceptions that no caller should see
  record Tally(long calls, List<HsmFailure> failed, List<String> wrong, long longestMillis) {}

  FaultLoad(ClusterHsm cluster) {
    this.cluster = cluster;
    this.aes = material(KeySpec.ALIYUN_AES_256, KeyUsage.ENCRYPT_DECRYPT);
    this.hmac = material(KeySpec.HMAC_SHA256, KeyUsage.GENERATE_VERIFY_MAC);
    this.ec = material(KeySpec.EC_P256, KeyUsage.SIGN_VERIFY);
    this.rsa = material(KeySpec.RSA_2048, KeyUsage.SIGN_VERIFY);
    this.mac = cluster.mac(cluster.unwrap(hmac), TEXT);
    this.rsaSignature =
        cluster.sign(cluster.unwrap(rsa), SigningAlgorithm.RSA_PKCS1_SHA_256, digest());
    for (int i = 0; i < THREADS; i++) {
      threads.add(Thread.ofPlatform().name("load-" + i).start(this::run));
    }
  }

  Tally tally() {
    return new Tally(
        calls.getAndSet(0), drained(failed), drained(wrong), longestNanos.getAndSet(0) / 1_000_000);
  }

  long calls() {
    return calls.get();
  }

  @Override
  public void close() {
    ended = true;
    try {
      for (Thread thread : threads) {
        thread.join(20_000);
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Material material(KeySpec spec, KeyUsage usage) {
    Set<KeyUsage> usages = Set.of(usage);
    return new Material(
        new KeyVersionId(UUID.randomUUID()), spec, usages, cluster.generate(spec, usages));
  }

  private void run() {
    HsmKey key = cluster.unwrap(aes);
    HsmKey macKey = cluster.unwrap(hmac);
    HsmKey signer = cluster.unwrap(ec);
    HsmKey rsaSigner = cluster.unwrap(rsa);
    while (!ended) {
      rest();
      call(() -> roundTrip(key));
      call(() -> MessageDigest.isEqual(mac, cluster.mac(macKey, TEXT)));
      call(() -> verifies(cluster.sign(signer, SigningAlgorithm.ECDSA_SHA_256, digest())));
      call(() ->
          MessageDigest.isEqual(
              rsaSignature, cluster.sign(rsaSigner, SigningAlgorithm.RSA_PKCS1_SHA_256, digest())));
      call(this::newKeyServes);
      call(() -> cluster.generate(KeySpec.EC_P256, Set.of(KeyUsage.SIGN_VERIFY)).kekVersion() == 1);
      call(() -> {
        try (SecretBytes random = cluster.random(16)) {
          return random.length() == 16;
        }
      });
    }
  }

  private static void rest() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private interface Check {
    boolean holds();
  }

  private void call(Check check) {
    long start = System.nanoTime();
    try {
      if (!check.holds()) {
        wrong.add("wrong answer");
      }
    } catch (HsmException e) {
      failed.add(e.failure());
    } catch (RuntimeException e) {
      wrong.add(e.toString());
    }
    calls.incrementAndGet();
    long took = System.nanoTime() - start;
    longestNanos.accumulateAndGet(took, Math::max);
  }

  private boolean newKeyServes() {
    Set<KeyUsage> usages = Set.of(KeyUsage.ENCRYPT_DECRYPT);
    WrappedKey wrapped = cluster.generate(KeySpec.ALIYUN_AES_128, usages);
    HsmKey key =
        cluster.unwrap(
            new Material(
                new KeyVersionId(UUID.randomUUID()), KeySpec.ALIYUN_AES_128, usages, wrapped));
    try {
      return roundTrip(key);
    } finally {
      cluster.release(key);
    }
  }

  private boolean roundTrip(HsmKey key) {
    try (SecretBytes plaintext = SecretBytes.copyOf(TEXT)) {
      Sealed sealed = cluster.encrypt(key, CipherParameters.gcm(NONE, TEXT), plaintext);
      Opened opened =
          cluster.decrypt(key, CipherParameters.gcm(sealed.iv(), TEXT), sealed.ciphertext());
      try (SecretBytes found = opened.plaintext()) {
        return found.equals(plaintext);
      }
    }
  }

  private boolean verifies(byte[] signature) {
    try {
      PublicKey key =
          KeyFactory.getInstance("EC")
              .generatePublic(new X509EncodedKeySpec(ec.wrapped().publicKey()));
      Signature verifier = Signature.getInstance("SHA256withECDSA");
      verifier.initVerify(key);
      verifier.update(TEXT);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static byte[] digest() {
    try {
      return MessageDigest.getInstance("SHA-256").digest(TEXT);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <T> List<T> drained(Queue<T> queue) {
    List<T> all = new ArrayList<>();
    for (T one = queue.poll(); one != null; one = queue.poll()) {
      all.add(one);
    }
    return all;
  }
}
