package coffer.hsm.software;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// AES-256-GCM for what rests in a token file: random 12-byte IV, ciphertext, 16-byte tag.
final class SealedBox {
  static final int KEY_BYTES = 32;
  static final int OVERHEAD_BYTES = 28;

  private static final int IV_BYTES = 12;
  private static final int TAG_BITS = 128;

  private SealedBox() {}

  static byte[] seal(byte[] key, byte[] aad, byte[] plaintext, SecureRandom random) {
    byte[] box = new byte[plaintext.length + OVERHEAD_BYTES];
    byte[] iv = new byte[IV_BYTES];
    random.nextBytes(iv);
    System.arraycopy(iv, 0, box, 0, IV_BYTES);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, iv, aad);
      cipher.doFinal(plaintext, 0, plaintext.length, box, IV_BYTES);
      return box;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM of this JDK does not work", e);
    }
  }

  /// Empty when it was sealed under another key or for another place, or was changed.
  static Optional<byte[]> open(byte[] key, byte[] aad, byte[] box) {
    if (box.length < OVERHEAD_BYTES) {
      return Optional.empty();
    }
    try {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOf(box, IV_BYTES), aad);
      return Optional.of(cipher.doFinal(box, IV_BYTES, box.length - IV_BYTES));
    } catch (AEADBadTagException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM of this JDK does not work", e);
    }
  }

  private static Cipher cipher(int mode, byte[] key, byte[] iv, byte[] aad)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, iv));
    cipher.updateAAD(aad);
    return cipher;
  }
}
