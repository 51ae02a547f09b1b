package coffer.hsm.pkcs11;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import java.util.function.Supplier;

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

  /// Has the token open something, whose mechanism and key it accepted. A general error may be what
  /// a module calls a wrong tag, or a weakness of its own: if the token then opens what it made
  /// itself, it is asked once more, and only a second refusal is about the ciphertext.
  ///
  /// @param beginAgain what comes before a second attempt
  /// @param control the same with something good
  static <T> T opened(Supplier<T> attempt, Runnable beginAgain, Runnable control) {
    try {
      return attempt.get();
    } catch (ModuleRefusal refusal) {
      if (!isGeneral(refusal)) {
        throw meaning(refusal);
      }
    }
    requireWell(control);
    beginAgain.run();
    try {
      return attempt.get();
    } catch (ModuleRefusal refusal) {
      throw isGeneral(refusal) ? badCiphertext(refusal) : meaning(refusal);
    }
  }

  /// A token that does not take the control as such is as good as one that passes it.
  private static void requireWell(Runnable control) {
    try {
      control.run();
    } catch (ModuleRefusal refusal) {
      switch (refusal.returnClass()) {
        case CALLER, CIPHERTEXT, UNSUPPORTED -> {}
        case SUCCESS, SESSION, EPOCH, HANDLE, DEVICE, MODULE, CREDENTIAL, HANG -> throw refusal;
      }
    }
  }

  /// What a refusal means when it comes after the mechanism and the key were accepted, so that only
  /// the ciphertext can be wrong, where nothing good is at hand to try: if the token does other
  /// work, a general error was about the ciphertext.
  static RuntimeException ciphertextRefused(Session session, ModuleRefusal refusal) {
    if (isGeneral(refusal) && session.random(1).length == 1) {
      return badCiphertext(refusal);
    }
    return meaning(refusal);
  }

  private static boolean isGeneral(ModuleRefusal refusal) {
    return refusal.is(ReturnCode.GENERAL_ERROR) || refusal.is(ReturnCode.FUNCTION_FAILED);
  }

  private static RuntimeException meaning(ModuleRefusal refusal) {
    return switch (refusal.returnClass()) {
      case CALLER, CIPHERTEXT -> badCiphertext(refusal);
      case SUCCESS, UNSUPPORTED, SESSION, EPOCH, HANDLE, DEVICE, MODULE, CREDENTIAL, HANG ->
          refusal;
    };
  }

  static HsmException badCiphertext(Throwable cause) {
    return new HsmException(HsmFailure.BAD_CIPHERTEXT, "ciphertext does not open", cause);
  }

  static HsmException badCiphertext() {
    return new HsmException(HsmFailure.BAD_CIPHERTEXT, "ciphertext does not open");
  }
}
