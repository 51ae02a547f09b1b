package coffer.seal;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The chunks of one stream, in order. See `SealedStreams`.
final class ChunkCipher {
  static final int TAG_BYTES = 16;
  private static final int NONCE_BYTES = 12;

  private final SecretKey key;
  private final byte[] header;
  private long next;

  ChunkCipher(byte[] key, byte[] header) {
    this.key = new SecretKeySpec(key, "AES");
    this.header = header.clone();
  }

  byte[] seal(byte[] chunk, int length, boolean last) {
    return run(Cipher.ENCRYPT_MODE, chunk, length, last).orElseThrow();
  }

  /// Empty when it is not the chunk that stood here.
  Optional<byte[]> open(byte[] chunk, int length, boolean last) {
    return run(Cipher.DECRYPT_MODE, chunk, length, last);
  }

  boolean isFirst() {
    return next == 0;
  }

  private Optional<byte[]> run(int mode, byte[] chunk, int length, boolean last) {
    byte[] nonce =
        ByteBuffer.allocate(NONCE_BYTES)
            .position(NONCE_BYTES - Long.BYTES - 1)
            .putLong(next++)
            .put((byte) (last ? 1 : 0))
            .array();
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
      cipher.updateAAD(header);
      return Optional.of(cipher.doFinal(chunk, 0, length));
    } catch (AEADBadTagException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM is missing from this JDK", e);
    }
  }
}
