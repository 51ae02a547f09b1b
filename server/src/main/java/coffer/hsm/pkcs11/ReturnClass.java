package coffer.hsm.pkcs11;

import coffer.hsm.HsmFailure;

/// What a return code asks the driver to do, and what its caller hears when that does not help.
enum ReturnClass {
  /// Done, or done already.
  SUCCESS(HsmFailure.UNAVAILABLE),
  /// The request is wrong; no retry.
  CALLER(HsmFailure.CALLER),
  /// The ciphertext or the wrapped key is wrong; no retry.
  CIPHERTEXT(HsmFailure.BAD_CIPHERTEXT),
  /// The module cannot do this at all.
  UNSUPPORTED(HsmFailure.UNSUPPORTED),
  /// The session is in a wrong state: open another, retry once.
  SESSION(HsmFailure.UNAVAILABLE),
  /// All sessions or the login are gone: new epoch, retry once.
  EPOCH(HsmFailure.UNAVAILABLE),
  /// The object is gone: the key must be unwrapped again.
  HANDLE(HsmFailure.STALE_KEY),
  /// The device has a problem: another HSM may not.
  DEVICE(HsmFailure.UNAVAILABLE),
  /// The module forgot that it was initialised: initialise it, then as for EPOCH.
  MODULE(HsmFailure.UNAVAILABLE),
  /// PIN wrong, expired or locked: stop, since every further attempt brings the lock-out nearer.
  CREDENTIAL(HsmFailure.CREDENTIAL);

  private final HsmFailure failure;

  ReturnClass(HsmFailure failure) {
    this.failure = failure;
  }

  HsmFailure failure() {
    return failure;
  }
}
