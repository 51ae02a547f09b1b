package coffer.keys;

import coffer.hsm.Hsm;
import coffer.model.KmsInstanceId;

/// Finds the HSMs behind an instance.
@FunctionalInterface
public interface Hsms {
  /// Throws `KmsException` Rejected.Unavailable while the instance is not connected.
  Hsm of(KmsInstanceId instance);
}
