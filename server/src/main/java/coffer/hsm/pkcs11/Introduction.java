package coffer.hsm.pkcs11;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.IdentityGuard;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/// Has a token that was just connected to prove to the guard who it is: before it gets the PIN, if
/// it lets its identity key be used by anybody, as SoftHSM does with a key that is not private; NSS
/// hides every private key until the login.
final class Introduction {
  private Introduction() {}

  /// Whether the guard is content. It says so itself if it is not.
  static boolean beforeLogin(IdentityGuard guard, Token token, Session session) {
    if (guard.equals(IdentityGuard.NONE)) {
      return true;
    }
    try {
      List<Long> keys =
          session.find(DomainObjects.labelled(Ck.CKO_PRIVATE_KEY, DomainObjects.IDENT));
      if (keys.size() != 1) {
        return false;
      }
      guard.require(token.identity(), false, message -> sign(session, keys.getFirst(), message));
      return true;
    } catch (ModuleRefusal refusal) {
      // It may be able to once it is logged in.
      return switch (refusal.returnClass()) {
        case CALLER, HANDLE, EPOCH, UNSUPPORTED, CREDENTIAL -> false;
        case SUCCESS, CIPHERTEXT, SESSION, DEVICE, MODULE, HANG -> throw refusal;
      };
    }
  }

  static void afterLogin(IdentityGuard guard, Token token, Session session, DomainObjects objects) {
    long key =
        objects
            .identPrivate()
            .orElseThrow(
                () -> new HsmException(HsmFailure.CREDENTIAL, "the token has no identity key"));
    guard.require(token.identity(), true, message -> sign(session, key, message));
  }

  private static byte[] sign(Session session, long key, byte[] message) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(message);
      return Signatures.ecdsaDer(session.sign(Mechanism.of(Ck.CKM_ECDSA), key, digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
