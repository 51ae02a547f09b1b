package coffer.hsm;

import java.util.function.UnaryOperator;

/// Makes sure that a token is the one it should be, each time its driver connects to it: when it is
/// opened, and after its sessions or its login were lost.
@FunctionalInterface
public interface IdentityGuard {
  /// Lets everybody in: for tokens that have no identity yet.
  IdentityGuard NONE = (_, _, _) -> {};

  /// Throws `HsmException` with CREDENTIAL unless the token is the one. Called before the PIN is
  /// given away where the token lets its identity key be used without a login, right after the
  /// login otherwise.
  ///
  /// @param loggedIn whether the token has the PIN already
  /// @param sign ECDSA-SHA256 in DER over a message, by the token's identity key
  void require(HsmIdentity identity, boolean loggedIn, UnaryOperator<byte[]> sign);
}
