package coffer.hsm.pkcs11;

import coffer.hsm.HsmFailure;

/// What can go wrong in a call, with what the driver does about it and what its caller hears when
/// that does not help. The one table of recovery: `Station` and `Lane` act by it, the tests that
/// inject faults expect by it, the operator's guide is held to it.
enum ReturnClass {
  /// Done, or done already.
  SUCCESS(Repair.NONE, HsmFailure.UNAVAILABLE),
  /// The request is wrong.
  CALLER(Repair.TELL, HsmFailure.CALLER),
  /// The ciphertext or the wrapped key is wrong.
  CIPHERTEXT(Repair.TELL, HsmFailure.BAD_CIPHERTEXT),
  /// The module cannot do this at all.
  UNSUPPORTED(Repair.TELL, HsmFailure.UNSUPPORTED),
  /// The session is in a wrong state.
  SESSION(Repair.REOPEN_SESSION, HsmFailure.UNAVAILABLE),
  /// All sessions or the login are gone.
  EPOCH(Repair.RENEW_EPOCH, HsmFailure.UNAVAILABLE),
  /// The object is gone.
  HANDLE(Repair.UNWRAP_AGAIN, HsmFailure.STALE_KEY),
  /// The device has a problem: another HSM may not.
  DEVICE(Repair.OTHER_HSM, HsmFailure.UNAVAILABLE),
  /// The module forgot that it was initialised.
  MODULE(Repair.RESTART_MODULE, HsmFailure.UNAVAILABLE),
  /// PIN wrong, expired or locked: every further attempt brings the lock-out nearer.
  CREDENTIAL(Repair.AWAIT_OPERATOR, HsmFailure.CREDENTIAL),
  /// No code at all: the call does not come back in time.
  HANG(Repair.ABANDON_LANE, HsmFailure.UNAVAILABLE);

  /// What is done about it.
  enum Repair {
    /// Nothing needs to be.
    NONE,
    /// No retry anywhere.
    TELL,
    /// The lane gets another session and runs the job once more; if that does not help, as for
    /// `RENEW_EPOCH`.
    REOPEN_SESSION,
    /// One lane opens a session, logs in once, has the token prove its identity and looks for the
    /// cluster's keys again; all keys are unwrapped again; the job runs once more.
    RENEW_EPOCH,
    /// The key is unwrapped again, the call repeated once; when it repeats, as for `RENEW_EPOCH`.
    UNWRAP_AGAIN,
    /// The call goes to another HSM; this one is probed with back-off, and, when new sessions do
    /// not help, its module is initialised anew.
    OTHER_HSM,
    /// All calls leave the module; C_Finalize, C_Initialize; then as for `RENEW_EPOCH`.
    RESTART_MODULE,
    /// No further attempt until an operator acts.
    AWAIT_OPERATOR,
    /// The lane's thread is left behind, another takes its place, a limited number of times; the
    /// call goes to another HSM.
    ABANDON_LANE
  }

  private final Repair repair;
  private final HsmFailure failure;

  ReturnClass(Repair repair, HsmFailure failure) {
    this.repair = repair;
    this.failure = failure;
  }

  Repair repair() {
    return repair;
  }

  HsmFailure failure() {
    return failure;
  }
}
