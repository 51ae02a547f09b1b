package coffer.operations;

/// Calls of about the same cost, which a limit counts together.
public enum CallClass {
  /// Cryptography with AES and HMAC keys, and random numbers.
  SYMMETRIC,
  /// Cryptography with RSA and EC keys.
  ASYMMETRIC,
  /// Describing and listing.
  READ,
  /// Creating, changing, deleting.
  CHANGE;

  /// Of a call whose target is not known, or not yet.
  static CallClass of(Operation.Kind kind) {
    return switch (kind) {
      case READ -> READ;
      case CHANGE -> CHANGE;
      case CRYPTO -> SYMMETRIC;
    };
  }

  static CallClass of(Operation.Kind kind, Target target) {
    return kind == Operation.Kind.CRYPTO && target.isAsymmetric() ? ASYMMETRIC : of(kind);
  }
}
