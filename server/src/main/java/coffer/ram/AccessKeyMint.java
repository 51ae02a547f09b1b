package coffer.ram;

import coffer.model.AccessKey;
import coffer.model.AccessKeyId;
import coffer.model.EntityId;
import coffer.model.SecretBytes;
import coffer.seal.Sealer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Makes access keys, and opens what their rows keep of them.
final class AccessKeyMint {
  private static final String LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
  private static final int ID_LETTERS_COUNT = 20;
  private static final int SECRET_LETTERS_COUNT = 30;

  private final Sealer sealer;
  private final Clock clock;
  private final SecureRandom random;

  AccessKeyMint(Sealer sealer, Clock clock, SecureRandom random) {
    this.sealer = sealer;
    this.clock = clock;
    this.random = random;
  }

  /// A key that is not kept yet, and its secret, which the caller owns: letters and digits.
  record Minted(AccessKey key, SecretBytes secret) {}

  Minted make(Optional<EntityId> owner) {
    AccessKeyId id = new AccessKeyId("LTAI" + text(ID_LETTERS_COUNT));
    SecretBytes secret = secret();
    AccessKey key =
        new AccessKey(
            id,
            owner,
            sealer.seal(context(id), secret),
            true,
            clock.instant().truncatedTo(ChronoUnit.MILLIS),
            Optional.empty());
    return new Minted(key, secret);
  }

  /// The caller owns it.
  SecretBytes open(AccessKey key) {
    return sealer
        .open(context(key.id()), key.sealedSecret())
        .orElseThrow(() -> new IllegalStateException("access key " + key.id() + " does not open"));
  }

  SecretBytes secret() {
    return SecretBytes.owning(letters(SECRET_LETTERS_COUNT));
  }

  String text(int count) {
    return new String(letters(count), StandardCharsets.US_ASCII);
  }

  private static String context(AccessKeyId id) {
    return "access-key/" + id;
  }

  private byte[] letters(int count) {
    byte[] text = new byte[count];
    for (int i = 0; i < count; i++) {
      text[i] = (byte) LETTERS.charAt(random.nextInt(LETTERS.length()));
    }
    return text;
  }
}
