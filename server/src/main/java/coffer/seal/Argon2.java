package coffer.seal;

import coffer.model.SecretBytes;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Argon2id with one lane (RFC 9106).
final class Argon2 {
  static final int SALT_BYTES = 16;
  static final int KEY_BYTES = 32;

  private Argon2() {}

  /// 256 bits; the caller wipes them.
  static byte[] derive(SecretBytes secret, Passphrase.Cost cost, byte[] salt) {
    Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
    argon2.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(cost.memoryKib())
            .withIterations(cost.iterations())
            .withParallelism(1)
            .withSalt(salt)
            .build());
    byte[] key = new byte[KEY_BYTES];
    secret.use(bytes -> argon2.generateBytes(bytes, key));
    return key;
  }
}
