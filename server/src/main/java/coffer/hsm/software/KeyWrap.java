package coffer.hsm.software;

import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;

/// AES Key Wrap with Padding (RFC 5649): what PKCS #11 modules do too, so that material can move.
final class KeyWrap {
  /// One semiblock and the integrity check.
  private static final int WRAPPED_BYTES_MIN = 16;

  private static final int WRAPPED_BYTES_MAX = 8192;

  private final Idle<Cipher> ciphers = new Idle<>(() -> Algorithms.JDK.cipher("AES/KWP/NoPadding"));

  byte[] wrap(SecretKey kek, byte[] material) {
    Cipher cipher = ciphers.take();
    try {
      cipher.init(Cipher.ENCRYPT_MODE, kek);
      return cipher.doFinal(material);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES key wrap of this JDK does not work", e);
    } finally {
      ciphers.give(cipher);
    }
  }

  /// Empty when it does not open under this KEK; the caller wipes what it gets.
  Optional<byte[]> unwrap(SecretKey kek, byte[] wrapped) {
    if (wrapped.length < WRAPPED_BYTES_MIN
        || wrapped.length > WRAPPED_BYTES_MAX
        || wrapped.length % 8 != 0) {
      return Optional.empty();
    }
    Cipher cipher = ciphers.take();
    try {
      cipher.init(Cipher.DECRYPT_MODE, kek);
      return Optional.of(cipher.doFinal(wrapped));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    } finally {
      ciphers.give(cipher);
    }
  }
}
