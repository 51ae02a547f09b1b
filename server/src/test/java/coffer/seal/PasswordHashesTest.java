package coffer.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.model.SecretBytes;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PasswordHashesTest {
  private final PasswordHashes hashes = new PasswordHashes(new SecureRandom());

  private static SecretBytes secret(String text) {
    return SecretBytes.owning(text.getBytes(UTF_8));
  }

  @Test
  void aPasswordMatchesWhatWasMadeOfItAndNothingElse() {
    String kept = hashes.make(secret("Päßword-1"));
    assertThat(kept).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").doesNotContain("=1$P");
    assertThat(hashes.matches(kept, secret("Päßword-1"))).isTrue();
    assertThat(hashes.matches(kept, secret("Päßword-2"))).isFalse();
    assertThat(hashes.matches(kept, secret(""))).isFalse();
    assertThat(hashes.make(secret("Päßword-1"))).isNotEqualTo(kept);
    assertThat(hashes.matches(hashes.nobodys(), secret("Päßword-1"))).isFalse();
  }

  /// Made by the reference implementation: `argon2id_hash_encoded` of libargon2, 20171227.
  @Test
  void theHashOfAnotherCostIsStillRead() {
    String kept =
        "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHRzb21lc2FsdA"
            + "$55PWTvddWPUD1GMbKxSff4ASfF85k9ibHJt4HlHQtBM";
    assertThat(hashes.matches(kept, secret("password"))).isTrue();
    assertThat(hashes.matches(kept, secret("Password"))).isFalse();
  }

  @Test
  void aDamagedRowIsNoPassword() {
    for (String kept :
        List.of(
            "",
            "password",
            hashes.nobodys() + "A",
            hashes.nobodys().replace("argon2id", "argon2i"),
            hashes.nobodys().replace("m=19456", "m=999999"))) {
      assertThatThrownBy(() -> hashes.matches(kept, secret("password")))
          .as(kept)
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void manyAtOnceTakeTurns() throws Exception {
    Callable<Boolean> guess = () -> hashes.matches(hashes.nobodys(), secret("guess"));
    try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> end : many.invokeAll(Stream.generate(() -> guess).limit(16).toList())) {
        assertThat(end.get()).isFalse();
      }
    }
  }
}
