package coffer.keys;

import coffer.hsm.Hsm;

/// MACs that are compared with others made long before. By the cluster's first integrity key, which
/// stays on every HSM: a new KEK, which brings a new integrity key, must not change what they say.
final class LastingMac {
  private static final int FIRST_VERSION = 1;

  private LastingMac() {}

  static byte[] of(Hsm hsm, byte[] data) {
    return hsm.integrity(FIRST_VERSION, data);
  }
}
