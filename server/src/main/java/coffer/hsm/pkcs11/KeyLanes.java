package coffer.hsm.pkcs11;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;

/// Turns work on a key into a job: checks that the key is of this epoch, and says STALE_KEY when
/// the token does not know it.
final class KeyLanes {
  private final TokenLink link;

  KeyLanes(TokenLink link) {
    this.link = link;
  }

  /// Work on a key, by its handle.
  @FunctionalInterface
  interface KeyJob<T> {
    T run(Session session, long key);
  }

  <T> Job<T> on(Pkcs11Key key, KeyJob<T> job) {
    return (epoch, session) -> {
      try {
        return key.use(epoch, handle -> job.run(session, handle));
      } catch (ModuleRefusal refusal) {
        if (refusal.returnClass() != ReturnClass.HANDLE) {
          throw refusal;
        }
        link.handleLost(epoch, session.memory());
        throw refusal.toHsmException();
      }
    };
  }

  /// What a refusal means when it comes after the mechanism and the key were accepted, so that only
  /// the ciphertext can be wrong. Some modules answer a general error to a wrong tag: if the token
  /// does other work then, it was the ciphertext.
  static RuntimeException ciphertextRefused(Session session, ModuleRefusal refusal) {
    return switch (refusal.returnClass()) {
      case CALLER, CIPHERTEXT -> badCiphertext(refusal);
      case DEVICE -> {
        if (refusal.is(ReturnCode.GENERAL_ERROR) || refusal.is(ReturnCode.FUNCTION_FAILED)) {
          byte[] alive = session.random(1);
          yield alive.length == 1 ? badCiphertext(refusal) : refusal;
        }
        yield refusal;
      }
      case SUCCESS, UNSUPPORTED, SESSION, EPOCH, HANDLE, MODULE, CREDENTIAL, HANG -> refusal;
    };
  }

  static HsmException badCiphertext(Throwable cause) {
    return new HsmException(HsmFailure.BAD_CIPHERTEXT, "ciphertext does not open", cause);
  }

  static HsmException badCiphertext() {
    return new HsmException(HsmFailure.BAD_CIPHERTEXT, "ciphertext does not open");
  }
}
