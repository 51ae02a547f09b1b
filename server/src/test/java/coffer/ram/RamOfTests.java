package coffer.ram;

import static java.nio.charset.StandardCharsets.US_ASCII;

import coffer.model.EntityId;
import coffer.model.SecretBytes;
import coffer.seal.Passphrase;
import coffer.seal.Sealer;
import coffer.store.Store;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/// Users over a test's store, with ids that count.
public final class RamOfTests {
  private static final AtomicLong IDS = new AtomicLong(100_000_000_000_000_000L);
  private static final Sealer SEALER = sealer();

  private RamOfTests() {}

  public static Ram open(Store store, Clock clock, String account) {
    SecureRandom random = new SecureRandom();
    return new Ram(
        store,
        SEALER,
        clock,
        random,
        new RootKeys(store, SEALER, clock, random, account),
        account,
        () -> new EntityId(Long.toString(IDS.incrementAndGet())));
  }

  private static Sealer sealer() {
    Passphrase passphrases = new Passphrase(new SecureRandom());
    try (SecretBytes passphrase = SecretBytes.owning("p".getBytes(US_ASCII))) {
      return passphrases.open(passphrases.createEnvelope(passphrase), passphrase).orElseThrow();
    }
  }
}
