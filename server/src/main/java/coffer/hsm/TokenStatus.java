package coffer.hsm;

import java.util.Optional;

/// What can be seen of a token without logging in.
///
/// @param identity absent when the token is absent
public record TokenStatus(State state, Optional<HsmIdentity> identity) {
  /// How far the token is on its way to serving.
  public enum State {
    ABSENT,
    /// There, but no security officer yet.
    UNINITIALIZED,
    /// There is a security officer, but no crypto user.
    NO_CRYPTO_USER,
    READY
  }
}
