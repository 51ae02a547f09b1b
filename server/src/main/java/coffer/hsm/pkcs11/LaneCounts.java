package coffer.hsm.pkcs11;

/// How many lanes a token gets. Software tokens take locks around short operations and become
/// slower with a second thread there, but not for RSA.
///
/// @param symmetric for everything that is short; the first one owns all cached keys
/// @param rsa for RSA private-key operations
record LaneCounts(int symmetric, int rsa) {
  private static final int LANES_MAX = 64;

  LaneCounts {
    if (symmetric < 1 || rsa < 1 || symmetric + rsa > LANES_MAX) {
      throw new IllegalArgumentException("lane counts out of range");
    }
  }

  static LaneCounts standard() {
    return new LaneCounts(1, Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4));
  }
}
