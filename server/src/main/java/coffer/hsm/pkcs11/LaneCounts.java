package coffer.hsm.pkcs11;

import coffer.hsm.HsmModule;

/// How many lanes a token gets. Software tokens take locks around short operations and become
/// slower with a second thread there, but not for RSA.
///
/// @param symmetric for everything that is short; the first one owns all cached keys
/// @param rsa for RSA private-key operations
record LaneCounts(int symmetric, int rsa) {
  private static final int LANES_MAX = 2 * HsmModule.LANES_MAX;
  private static final int PROCESSORS =
      Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4);

  LaneCounts {
    if (symmetric < 1 || rsa < 1 || symmetric + rsa > LANES_MAX) {
      throw new IllegalArgumentException("lane counts out of range");
    }
  }

  /// As declared; otherwise one lane for what is short, until it is known what more are worth.
  static LaneCounts of(HsmModule module) {
    return new LaneCounts(module.lanes().orElse(1), module.rsaLanes().orElse(PROCESSORS));
  }

  /// With what measuring found, where nothing was declared.
  static LaneCounts of(HsmModule module, ThreadScaling scaling) {
    return new LaneCounts(
        module.lanes().orElse(scaling.lanes()),
        module.rsaLanes().orElse(Math.max(PROCESSORS, scaling.lanes())));
  }
}
