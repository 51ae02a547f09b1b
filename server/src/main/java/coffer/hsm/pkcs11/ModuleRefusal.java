package coffer.hsm.pkcs11;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;

/// A return code other than CKR_OK, with the function that gave it. Stays inside the driver.
final class ModuleRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String function;
  private final long code;

  ModuleRefusal(String function, long code) {
    // No stack: codes are part of normal work (a wrong tag), and the function says where.
    super(
        "%s: CKR_%s (0x%x)"
            .formatted(function, ReturnCode.of(code).map(ReturnCode::name).orElse("unknown"), code),
        null,
        false,
        false);
    this.function = function;
    this.code = code;
  }

  static void check(String function, long code) {
    if (code != 0) {
      throw new ModuleRefusal(function, code);
    }
  }

  /// As `check`, for a function that was to use a mechanism: what is missing is known by its name.
  static void check(String function, long mechanism, long code) {
    if (code != 0) {
      throw new ModuleRefusal(function + " of " + MechanismNames.of(mechanism), code);
    }
  }

  String function() {
    return function;
  }

  long code() {
    return code;
  }

  boolean is(ReturnCode other) {
    return code == other.number();
  }

  ReturnClass returnClass() {
    return ReturnCode.classOf(code);
  }

  /// What it means in a step that no caller asked for, such as connecting: nothing of it is the
  /// caller's fault. A module that must be initialised anew is left to where that is done.
  RuntimeException betweenCalls() {
    return switch (returnClass()) {
      case MODULE -> this;
      case CREDENTIAL -> toHsmException();
      case SUCCESS, CALLER, CIPHERTEXT, UNSUPPORTED, SESSION, EPOCH, HANDLE, DEVICE, HANG ->
          new HsmException(HsmFailure.UNAVAILABLE, String.valueOf(getMessage()), this);
    };
  }

  HsmException toHsmException() {
    String message = String.valueOf(getMessage());
    // Whoever has to do something about it is told what.
    String advice =
        returnClass() == ReturnClass.CREDENTIAL
            ? ReturnCode.of(code).map(known -> ": " + ReturnMeaning.meaning(known)).orElse("")
            : "";
    return new HsmException(returnClass().failure(), message + advice, this);
  }
}
