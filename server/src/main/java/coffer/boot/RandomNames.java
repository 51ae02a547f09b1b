package coffer.boot;

import coffer.model.ClientKeyId;
import coffer.model.ClusterId;
import coffer.model.EntityId;
import coffer.model.HsmId;
import coffer.model.HsmJobId;
import coffer.model.KeyId;
import coffer.model.KeyVersionId;
import coffer.model.KmsInstanceId;
import coffer.model.SecretBytes;
import java.security.SecureRandom;
import java.util.UUID;

/// New ids, unguessable and never repeated.
final class RandomNames {
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final int PASSWORD_LETTERS = 28;

  private final SecureRandom random;

  RandomNames(SecureRandom random) {
    this.random = random;
  }

  KeyId key() {
    return new KeyId("key-" + letters(20));
  }

  KeyVersionId keyVersion() {
    return new KeyVersionId(UUID.randomUUID());
  }

  KmsInstanceId instance() {
    return new KmsInstanceId("kst-" + letters(20));
  }

  ClusterId cluster() {
    return new ClusterId("cluster-" + letters(16));
  }

  HsmId hsm() {
    return new HsmId("hsm-" + letters(16));
  }

  HsmJobId hsmJob() {
    return new HsmJobId("job-" + letters(20));
  }

  ClientKeyId clientKey() {
    return new ClientKeyId("KAAP." + UUID.randomUUID());
  }

  /// 18 digits, the first not 0.
  EntityId entity() {
    return new EntityId(
        Long.toString(100_000_000_000_000_000L + random.nextLong(900_000_000_000_000_000L)));
  }

  /// 16 digits, the first not 0.
  String account() {
    return Long.toString(1_000_000_000_000_000L + random.nextLong(9_000_000_000_000_000L));
  }

  /// At least 128 bits in letters and digits; the caller owns it.
  SecretBytes password() {
    byte[] text = new byte[PASSWORD_LETTERS];
    for (int i = 0; i < text.length; i++) {
      text[i] = (byte) LETTERS.charAt(random.nextInt(LETTERS.length()));
    }
    return SecretBytes.owning(text);
  }

  private String letters(int count) {
    StringBuilder text = new StringBuilder(count);
    for (int i = 0; i < count; i++) {
      text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return text.toString();
  }
}
