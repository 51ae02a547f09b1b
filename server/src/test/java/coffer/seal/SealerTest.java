package coffer.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.model.SecretBytes;
import coffer.testing.Seeds;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SealerTest {
  private static final Passphrase PASSPHRASES = new Passphrase(new SecureRandom());
  private static byte[] envelope;
  private static Sealer sealer;

  @BeforeAll
  static void create() {
    try (SecretBytes passphrase = secret("correct horse")) {
      envelope = PASSPHRASES.createEnvelope(passphrase);
      sealer = PASSPHRASES.open(envelope, passphrase).orElseThrow();
    }
  }

  @Test
  void whatWasSealedOpensForItsContextOnly() {
    Seeds.check(
        100,
        random -> {
          byte[] bytes = new byte[random.nextInt(200)];
          random.nextBytes(bytes);
          try (SecretBytes secret = SecretBytes.copyOf(bytes)) {
            byte[] sealed = sealer.seal("instance/a", secret);
            assertThat(sealer.open("instance/a", sealed)).contains(secret);
            assertThat(sealer.open("instance/b", sealed)).isEmpty();
            assertThat(sealer.open("", sealed)).isEmpty();
            assertThat(sealer.seal("instance/a", secret)).isNotEqualTo(sealed);
          }
        });
  }

  @Test
  void everyFlippedBitAndEveryTruncationIsRefused() {
    try (SecretBytes secret = secret("pin")) {
      byte[] sealed = sealer.seal("c", secret);
      for (int bit = 0; bit < 8 * sealed.length; bit++) {
        byte[] flipped = sealed.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        assertThat(sealer.open("c", flipped)).as("bit %d", bit).isEmpty();
      }
      for (int length = 0; length < sealed.length; length++) {
        assertThat(sealer.open("c", Arrays.copyOf(sealed, length))).as("%d", length).isEmpty();
      }
      assertThat(sealer.open("c", Arrays.copyOf(sealed, sealed.length + 1))).isEmpty();
      assertThat(sealer.open("c", new byte[70_000])).isEmpty();
    }
  }

  @Test
  void whatIsTooLargeToOpenIsNotSealed() {
    int most = 64 * 1024 - 28;
    try (SecretBytes largest = SecretBytes.owning(new byte[most]);
        SecretBytes tooLarge = SecretBytes.owning(new byte[most + 1])) {
      assertThat(sealer.open("c", sealer.seal("c", largest))).contains(largest);
      assertThatThrownBy(() -> sealer.seal("c", tooLarge))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aWrongPassphraseOpensNothing() {
    for (String wrong : new String[] {"", "correct horsf", "correct horse ", "Correct horse"}) {
      try (SecretBytes passphrase = secret(wrong)) {
        assertThat(PASSPHRASES.open(envelope, passphrase)).as("`%s`", wrong).isEmpty();
      }
    }
  }

  @Test
  void aChangedEnvelopeOpensNothing() {
    try (SecretBytes passphrase = secret("correct horse")) {
      // A byte each of version, salt, IV, master key and tag; the costs apart.
      for (int at : new int[] {0, 9, 24, 25, 36, 37, 60, envelope.length - 1}) {
        byte[] flipped = envelope.clone();
        flipped[at] ^= 1;
        assertThat(PASSPHRASES.open(flipped, passphrase)).as("byte %d", at).isEmpty();
      }
      for (int length = 0; length < 25; length++) {
        assertThat(PASSPHRASES.open(Arrays.copyOf(envelope, length), passphrase)).isEmpty();
      }
      assertThat(PASSPHRASES.open(Arrays.copyOf(envelope, envelope.length - 1), passphrase))
          .isEmpty();
    }
  }

  @Test
  void costsOutOfBoundsAreRefusedBeforeTheyArePaid() {
    try (SecretBytes passphrase = secret("correct horse")) {
      for (int[] cost :
          new int[][] {
            {0, 3},
            {7, 3},
            {-1, 3},
            {1 << 21, 3},
            {Integer.MAX_VALUE, 1},
            {64, 0},
            {64, -1},
            {64, 101},
            {64, Integer.MAX_VALUE}
          }) {
        byte[] costly = envelope.clone();
        ByteBuffer.wrap(costly).putInt(1, cost[0]).putInt(5, cost[1]);
        assertThat(PASSPHRASES.open(costly, passphrase)).as("%s", Arrays.toString(cost)).isEmpty();
      }
    }
  }

  @Test
  void aChangedPassphraseOpensWhatWasSealedBefore() {
    try (SecretBytes old = secret("correct horse");
        SecretBytes replacement = secret("battery staple");
        SecretBytes secret = secret("pin")) {
      byte[] sealed = sealer.seal("c", secret);
      byte[] changed = PASSPHRASES.change(envelope, old, replacement).orElseThrow();
      assertThat(PASSPHRASES.change(envelope, replacement, old)).isEmpty();
      assertThat(PASSPHRASES.open(changed, old)).isEmpty();
      Optional<Sealer> opened = PASSPHRASES.open(changed, replacement);
      assertThat(opened.orElseThrow().open("c", sealed)).contains(secret);
    }
  }

  private static SecretBytes secret(String text) {
    return SecretBytes.owning(text.getBytes(UTF_8));
  }
}
