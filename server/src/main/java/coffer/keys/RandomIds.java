package coffer.keys;

import coffer.hsm.Hsm;
import coffer.model.SecretBytes;
import java.nio.ByteBuffer;
import java.util.UUID;

/// Ids that nobody guesses.
final class RandomIds {
  private static final int BYTES = 2 * Long.BYTES;

  private RandomIds() {}

  /// All 128 bits of it are random.
  static UUID uuid(Hsm hsm) {
    try (SecretBytes random = hsm.random(BYTES)) {
      return random.use(bytes -> {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return new UUID(in.getLong(), in.getLong());
      });
    }
  }
}
