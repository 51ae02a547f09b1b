package coffer.hsm.software;

import static java.nio.charset.StandardCharsets.US_ASCII;

import coffer.model.SecretBytes;
import java.io.ByteArrayOutputStream;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

/// The token key, sealed under one user's PIN.
///
/// @param salt of Argon2id, 16 bytes
/// @param box the sealed token key
record PinSlot(byte[] salt, byte[] box) {
  static final int SALT_BYTES = 16;
  static final int BOX_BYTES = SealedBox.KEY_BYTES + SealedBox.OVERHEAD_BYTES;

  /// Whose slot; part of what is authenticated, so that slots cannot be swapped.
  enum User {
    SECURITY_OFFICER,
    CRYPTO_USER
  }

  static PinSlot seal(
      TokenLabel token,
      Argon2Cost cost,
      User user,
      SecretBytes pin,
      byte[] tokenKey,
      SecureRandom random) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    byte[] key = pin.use(p -> cost.derive(p, salt));
    try {
      return new PinSlot(salt, SealedBox.seal(key, place(token, user), tokenKey, random));
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /// The token key, owned by the caller; empty when the PIN is wrong.
  Optional<byte[]> open(TokenLabel token, Argon2Cost cost, User user, SecretBytes pin) {
    byte[] key = pin.use(p -> cost.derive(p, salt));
    try {
      return SealedBox.open(key, place(token, user), box);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private static byte[] place(TokenLabel token, User user) {
    ByteArrayOutputStream place = new ByteArrayOutputStream();
    place.writeBytes("coffer token key ".getBytes(US_ASCII));
    place.writeBytes(user.name().getBytes(US_ASCII));
    place.write(0);
    place.writeBytes(token.serial().getBytes(US_ASCII));
    return place.toByteArray();
  }
}
