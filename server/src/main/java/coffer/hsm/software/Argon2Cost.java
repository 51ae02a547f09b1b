package coffer.hsm.software;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// What one guess of a PIN costs (Argon2id, RFC 9106). Stored with each token, so that the default
/// may rise without locking anybody out.
///
/// @param memoryKib memory in KiB
/// @param passes over that memory
/// @param lanes that could run in parallel
public record Argon2Cost(int memoryKib, int passes, int lanes) {
  /// The second of the recommended minimums of the OWASP password storage cheat sheet.
  public static final Argon2Cost DEFAULT = new Argon2Cost(19 * 1024, 2, 1);

  private static final int MEMORY_KIB_MAX = 256 * 1024;
  private static final int PASSES_MAX = 16;
  private static final int LANES_MAX = 4;
  private static final int MEMORY_KIB_PER_LANE_MIN = 8;

  /// Bounded, because a token file from elsewhere must not exhaust this process.
  public Argon2Cost {
    boolean fits =
        lanes >= 1
            && lanes <= LANES_MAX
            && passes >= 1
            && passes <= PASSES_MAX
            && memoryKib >= MEMORY_KIB_PER_LANE_MIN * lanes
            && memoryKib <= MEMORY_KIB_MAX;
    if (!fits) {
      throw new TokenFormatException("Argon2id parameters are out of bounds");
    }
  }

  /// A 256-bit key; the caller wipes it.
  byte[] derive(byte[] pin, byte[] salt) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memoryKib)
            .withIterations(passes)
            .withParallelism(lanes)
            .withSalt(salt)
            .build());
    byte[] key = new byte[SealedBox.KEY_BYTES];
    generator.generateBytes(pin, key);
    return key;
  }
}
