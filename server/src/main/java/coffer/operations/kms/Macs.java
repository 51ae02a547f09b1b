package coffer.operations.kms;

import coffer.model.Key;
import coffer.model.KeySpec;
import coffer.model.KmsException;
import coffer.model.MacAlgorithm;

/// What the actions on MAC keys share.
final class Macs {
  private Macs() {}

  static void require(Key key, String action, MacAlgorithm algorithm) {
    if (key.spec().family() != KeySpec.Family.HMAC) {
      throw KmsException.unsupported(action + " takes a MAC key");
    }
    if (key.spec() != algorithm.spec()) {
      throw KmsException.invalid("Algorithm", "it does not suit the key's spec");
    }
  }
}
