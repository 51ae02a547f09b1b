package coffer.hsm;

/// Why an HSM did not do what was asked, by what the caller should do next.
public enum HsmFailure {
  /// The request can never succeed, here or elsewhere: wrong lengths, wrong key for the mechanism.
  CALLER,
  /// Ciphertext, tag, padding or wrapped material that does not open. One kind for all causes.
  BAD_CIPHERTEXT,
  /// This HSM lacks the mechanism; another may have it. The message names both, and callers of the
  /// API see it.
  UNSUPPORTED,
  /// This HSM is well and does not have the key, which rests inside HSMs; another may have it.
  ABSENT,
  /// The key handle is of an earlier epoch or was evicted: unwrap again, retry once.
  STALE_KEY,
  /// The device does not answer, or not in time: try another member.
  UNAVAILABLE,
  /// This HSM is well and has more to do than it can queue: try another member, or later.
  BUSY,
  /// Wrong, expired or locked PIN: stop, never retry, wait for the operator.
  CREDENTIAL
}
