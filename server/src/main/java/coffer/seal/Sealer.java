package coffer.seal;

import coffer.model.SecretBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Seals small secrets under the server's master key: AES-256-GCM, a fresh 12-byte IV before, the
/// 16-byte tag behind. The context, such as `instance/kst-…/password`, is authenticated, so that a
/// sealed value opens only where it belongs.
public final class Sealer {
  private static final int IV_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int SEALED_BYTES_MAX = 64 * 1024;

  private final SecretKey master;
  private final SecureRandom random;

  Sealer(byte[] master, SecureRandom random) {
    this.master = new SecretKeySpec(master, "AES");
    this.random = random;
  }

  /// @param secret at most 64 KiB with what sealing adds
  public byte[] seal(String context, SecretBytes secret) {
    if (secret.length() > SEALED_BYTES_MAX - IV_BYTES - TAG_BITS / 8) {
      throw new IllegalArgumentException("too large a secret to be opened again");
    }
    byte[] iv = new byte[IV_BYTES];
    random.nextBytes(iv);
    return secret.use(bytes -> {
      byte[] sealed = run(Cipher.ENCRYPT_MODE, iv, context, bytes, 0).orElseThrow();
      return ByteBuffer.allocate(IV_BYTES + sealed.length).put(iv).put(sealed).array();
    });
  }

  /// Empty when the value was sealed by another passphrase's key, for another context, or changed.
  public Optional<SecretBytes> open(String context, byte[] sealed) {
    if (sealed.length <= IV_BYTES || sealed.length > SEALED_BYTES_MAX) {
      return Optional.empty();
    }
    byte[] iv = java.util.Arrays.copyOf(sealed, IV_BYTES);
    return run(Cipher.DECRYPT_MODE, iv, context, sealed, IV_BYTES).map(SecretBytes::owning);
  }

  private Optional<byte[]> run(int mode, byte[] iv, String context, byte[] input, int from) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, master, new GCMParameterSpec(TAG_BITS, iv));
      cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
      return Optional.of(cipher.doFinal(input, from, input.length - from));
    } catch (AEADBadTagException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM is missing from this JDK", e);
    }
  }
}
