package coffer.seal;

import coffer.model.ErrorCode;
import coffer.model.KmsException;
import coffer.model.SecretBytes;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Passwords of people, as they are kept: Argon2id, a salt for each, in the form
/// `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`. The cost stands with each, so that the default may
/// rise without locking anybody out.
///
/// One computation takes 19 MiB and some tens of milliseconds. Few run at a time and the others
/// wait for a while, so that many callers at once take neither more memory nor all processors.
public final class PasswordHashes {
  private static final int AT_ONCE_MAX = 2;
  private static final Duration WAIT_MAX = Duration.ofSeconds(10);
  private static final Pattern SHAPE =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=([0-9]{1,6}),t=([0-9]{1,3}),p=1"
              + "\\$([A-Za-z0-9+/]{22})\\$([A-Za-z0-9+/]{43})");

  private final Semaphore free = new Semaphore(AT_ONCE_MAX, true);
  private final SecureRandom random;
  private final String nobodys;

  public PasswordHashes(SecureRandom random) {
    this.random = random;
    this.nobodys = text(Passphrase.Cost.DEFAULT, fresh(Argon2.SALT_BYTES), fresh(Argon2.KEY_BYTES));
  }

  public String make(SecretBytes password) {
    byte[] salt = fresh(Argon2.SALT_BYTES);
    byte[] hash = derive(password, Passphrase.Cost.DEFAULT, salt);
    try {
      return text(Passphrase.Cost.DEFAULT, salt, hash);
    } finally {
      Arrays.fill(hash, (byte) 0);
    }
  }

  /// @param kept what `make` answered, or `nobodys`
  public boolean matches(String kept, SecretBytes password) {
    Matcher parts = SHAPE.matcher(kept);
    if (!parts.matches()) {
      throw new IllegalStateException("a kept password has no known form");
    }
    Passphrase.Cost cost =
        new Passphrase.Cost(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)));
    if (!cost.isBounded()) {
      throw new IllegalStateException("a kept password costs too much to be checked");
    }
    byte[] hash = derive(password, cost, Base64.getDecoder().decode(parts.group(3)));
    try {
      return MessageDigest.isEqual(hash, Base64.getDecoder().decode(parts.group(4)));
    } finally {
      Arrays.fill(hash, (byte) 0);
    }
  }

  /// Matches no password, and takes as long as one that might: for users that do not exist.
  public String nobodys() {
    return nobodys;
  }

  private byte[] derive(SecretBytes password, Passphrase.Cost cost, byte[] salt) {
    return inTurn(() -> Argon2.derive(password, cost, salt));
  }

  private byte[] inTurn(Supplier<byte[]> work) {
    try {
      if (!free.tryAcquire(WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new KmsException(ErrorCode.THROTTLING);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KmsException(ErrorCode.SERVICE_UNAVAILABLE);
    }
    try {
      return work.get();
    } finally {
      free.release();
    }
  }

  private byte[] fresh(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private static String text(Passphrase.Cost cost, byte[] salt, byte[] hash) {
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m="
        + cost.memoryKib()
        + ",t="
        + cost.iterations()
        + ",p=1$"
        + base64.encodeToString(salt)
        + "$"
        + base64.encodeToString(hash);
  }
}
