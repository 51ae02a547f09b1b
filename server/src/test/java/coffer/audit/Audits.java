package coffer.audit;

import coffer.model.AuditHead;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/// What the tests of the audit trail share: events, a store of heads in memory, HSMs that sign.
final class Audits {
  static final AuditSettings SMALL =
      new AuditSettings(AuditSettings.SEGMENT_BYTES_MIN, AuditSettings.Durability.GROUP, 10);

  private Audits() {}

  static AuditEvent event(String requestId) {
    return new AuditEvent(
        Instant.parse("2026-03-04T05:06:07.089Z"),
        "applicationaccesspoint/app/KAAP.6f1b1c5e-0000-4b1a-9a57-3c2f7c8d9e10",
        "instance:Encrypt",
        "key/key-abcdefghij0123456789",
        "OK",
        requestId,
        "127.0.0.1",
        "");
  }

  static AuditLog open(Path directory, Heads heads, Signer... signers) throws IOException {
    return AuditLog.open(directory, SMALL, heads, () -> List.of(signers), Clock.systemUTC());
  }

  static void eventually(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("did not happen within 30 s");
      }
      Thread.sleep(5);
    }
  }

  /// Heads in memory.
  static final class Heads implements HeadStore {
    final List<AuditHead> all = new CopyOnWriteArrayList<>();

    @Override
    public Optional<AuditHead> newest() {
      return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    @Override
    public List<AuditHead> from(long from, int limit) {
      return all.stream().filter(head -> head.sequence() >= from).limit(limit).toList();
    }

    @Override
    public void append(AuditHead head) {
      all.add(head);
    }

    long newestSequence() {
      return newest().map(AuditHead::sequence).orElse(0L);
    }
  }

  /// An HSM's identity key that can be told to fail.
  static final class Signer implements HeadSigner {
    final AtomicInteger calls = new AtomicInteger();
    volatile boolean lost;
    private final String serial;
    private final KeyPair pair;

    Signer(String serial) {
      this.serial = serial;
      try {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        pair = generator.generateKeyPair();
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public String signer() {
      return serial;
    }

    @Override
    public byte[] sign(byte[] message) {
      calls.incrementAndGet();
      if (lost) {
        throw new IllegalStateException("the HSM is gone");
      }
      try {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(pair.getPrivate());
        signature.update(message);
        return signature.sign();
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    }

    Optional<PublicKey> key(String signer) {
      return signer.equals(serial) ? Optional.of(pair.getPublic()) : Optional.empty();
    }
  }
}
