package coffer.hsm.envelope;

import coffer.model.KeySpec;

/// How long imported secrets may be.
///
/// @param min in bytes
/// @param max in bytes
public record MaterialBytes(int min, int max) {
  /// AES keys have one length; HMAC keys that of the hash to that of its block.
  public static MaterialBytes of(KeySpec spec) {
    int bytes = spec.bits() / 8;
    return switch (spec.family()) {
      case AES -> new MaterialBytes(bytes, bytes);
      case HMAC -> new MaterialBytes(bytes, 2 * bytes);
      case RSA, EC -> throw new IllegalArgumentException("private keys have no such lengths");
    };
  }

  public boolean contains(long bytes) {
    return bytes >= min && bytes <= max;
  }
}
