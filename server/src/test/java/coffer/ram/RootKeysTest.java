package coffer.ram;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.access.Principal;
import coffer.model.SecretBytes;
import coffer.operations.TestClock;
import coffer.seal.Passphrase;
import coffer.seal.Sealer;
import coffer.store.Store;
import coffer.store.sql.SqlStore;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootKeysTest {
  private final TestClock clock = new TestClock("2026-03-01T12:00:00Z");
  private final SecureRandom random = new SecureRandom();

  @TempDir Path directory;

  private Sealer sealer() {
    Passphrase passphrases = new Passphrase(random);
    try (SecretBytes passphrase = SecretBytes.owning("p".getBytes(US_ASCII))) {
      return passphrases.open(passphrases.createEnvelope(passphrase), passphrase).orElseThrow();
    }
  }

  @Test
  void aCreatedKeyIsFoundNowAndAfterARestart() {
    Sealer sealer = sealer();
    try (Store store = SqlStore.open(directory.resolve("coffer.db"), clock)) {
      RootKeys keys = new RootKeys(store, sealer, clock, random, "1234567890123456");
      assertThat(keys.isEmpty()).isTrue();
      RootKeys.Created created = keys.create();
      assertThat(created.id().value()).matches("LTAI[A-Za-z0-9]{20}");
      try (SecretBytes secret = created.secret()) {
        assertThat(secret.<String>use(b -> new String(b, US_ASCII))).matches("[A-Za-z0-9]{30}");
        for (RootKeys now :
            new RootKeys[] {keys, new RootKeys(store, sealer, clock, random, "1234567890123456")}) {
          AccessKeys.SigningKey found = now.find(created.id().value()).orElseThrow();
          assertThat(found.secret()).isEqualTo(secret);
          assertThat(found.active()).isTrue();
          assertThat(found.principal())
              .isEqualTo(new Principal.Root("1234567890123456", created.id()));
          assertThat(now.isEmpty()).isFalse();
        }
      }
      assertThat(keys.find("")).isEmpty();
      assertThat(keys.find("LTAI")).isEmpty();
    }
  }

  @Test
  void theStoreHoldsNoSecretInTheClearAndAnotherPassphraseOpensNone() {
    try (Store store = SqlStore.open(directory.resolve("coffer.db"), clock)) {
      RootKeys keys = new RootKeys(store, sealer(), clock, random, "1234567890123456");
      try (SecretBytes secret = keys.create().secret()) {
        byte[] kept =
            store.read(view -> view.ram().accessKeys().page(0, 1).getFirst().sealedSecret());
        String text = secret.use(bytes -> new String(bytes, US_ASCII));
        assertThat(new String(kept, US_ASCII)).doesNotContain(text);
      }
      Sealer other = sealer();
      assertThatThrownBy(() -> new RootKeys(store, other, clock, random, "1"))
          .isInstanceOf(IllegalStateException.class);
    }
  }
}
