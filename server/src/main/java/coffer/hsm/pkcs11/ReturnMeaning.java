package coffer.hsm.pkcs11;

import coffer.hsm.ModuleError;

/// What return codes mean to who typed the command, and what to do. Codes that no tool can meet
/// share a sentence with their class.
final class ReturnMeaning {
  private ReturnMeaning() {}

  static ModuleError explain(ModuleRefusal refusal) {
    return ReturnCode.of(refusal.code())
        .map(code ->
            new ModuleError(
                refusal.function(), refusal.code(), "CKR_" + code.name(), meaning(code)))
        .orElseGet(() -> unknown(refusal));
  }

  private static ModuleError unknown(ModuleRefusal refusal) {
    boolean vendor = refusal.code() >= 0x80000000L;
    return new ModuleError(
        refusal.function(),
        refusal.code(),
        vendor ? "CKR_VENDOR_DEFINED" : "CKR_unknown",
        vendor
            ? "a code of the vendor's own. Look it up in the vendor's manual."
            : "a code that PKCS #11 v2.40 does not define. Look it up in the vendor's manual.");
  }

  static String meaning(ReturnCode code) {
    return switch (code) {
      case OK -> "done.";
      case HOST_MEMORY, DEVICE_MEMORY ->
          "memory is used up. Delete objects that nobody needs, or close other applications.";
      case SLOT_ID_INVALID -> "there is no such slot. List them: coffer hsm slots.";
      case GENERAL_ERROR, FUNCTION_FAILED, DEVICE_ERROR ->
          "the device failed without saying why. Look into its log, then try again.";
      case ARGUMENTS_BAD ->
          "the module does not take these arguments, often a hash it lacks. Try another mechanism.";
      case ATTRIBUTE_READ_ONLY ->
          "the token does not let this attribute be changed. Set it when the object is made.";
      case ATTRIBUTE_SENSITIVE -> "the token does not show this value, and should not.";
      case ATTRIBUTE_TYPE_INVALID -> "the token does not know this attribute for such an object.";
      case ATTRIBUTE_VALUE_INVALID -> "the attribute cannot have this value. Try another.";
      case ACTION_PROHIBITED -> "the object's policy forbids it.";
      case DATA_INVALID, DATA_LEN_RANGE -> "the data does not fit the mechanism or the key.";
      case DEVICE_REMOVED, TOKEN_NOT_PRESENT ->
          "the token is gone. Check its connection, then: coffer hsm slots.";
      case ENCRYPTED_DATA_INVALID, ENCRYPTED_DATA_LEN_RANGE ->
          "the ciphertext does not fit the key. Check that it was made for it.";
      case FUNCTION_CANCELED, FUNCTION_REJECTED -> "somebody refused it at the device. Try again.";
      case FUNCTION_NOT_SUPPORTED -> "the module does not do this at all. Use the vendor's tool.";
      case KEY_HANDLE_INVALID, OBJECT_HANDLE_INVALID ->
          "there is no such object for this role. List them: coffer hsm list.";
      case KEY_SIZE_RANGE, UNWRAPPING_KEY_SIZE_RANGE, WRAPPING_KEY_SIZE_RANGE ->
          "the key is too small or too large for the mechanism.";
      case KEY_TYPE_INCONSISTENT,
          UNWRAPPING_KEY_TYPE_INCONSISTENT,
          WRAPPING_KEY_TYPE_INCONSISTENT ->
          "the key is of another type than the mechanism needs.";
      case KEY_FUNCTION_NOT_PERMITTED ->
          "the key may not be used so. Allow it: coffer hsm set-attribute KEY wrap=true.";
      case KEY_NOT_WRAPPABLE ->
          "this key leaves only under a wrapping key that the security officer trusts.";
      case KEY_UNEXTRACTABLE ->
          "the key may not leave the token. Generate one with --extractable=true.";
      case MECHANISM_INVALID ->
          "the module does not have this mechanism for this purpose. Try another --mechanism.";
      case MECHANISM_PARAM_INVALID ->
          "the module does not take these parameters, often the hash. Try another --hash.";
      case OPERATION_ACTIVE, OPERATION_NOT_INITIALIZED -> "the session is confused. Try again.";
      case PIN_INCORRECT -> "the PIN is wrong. Mind that a few wrong ones lock the token.";
      case PIN_INVALID -> "the PIN has characters that the token does not take.";
      case PIN_LEN_RANGE -> "the PIN is too short or too long for the token.";
      case PIN_EXPIRED -> "the PIN has expired. Change it: coffer hsm change-pin.";
      case PIN_LOCKED ->
          "too many wrong PINs. The security officer sets a new one: coffer hsm init-role.";
      case PIN_TOO_WEAK -> "the token asks for a stronger PIN.";
      case SESSION_CLOSED, SESSION_HANDLE_INVALID -> "the device closed the session. Try again.";
      case SESSION_COUNT -> "the token has no session left. Close other applications.";
      case SESSION_READ_ONLY, SESSION_READ_ONLY_EXISTS, TOKEN_WRITE_PROTECTED ->
          "the token, or the session with it, is read-only.";
      case SESSION_EXISTS -> "the token is in use. Stop what uses it, then try again.";
      case SESSION_READ_WRITE_SO_EXISTS, USER_ANOTHER_ALREADY_LOGGED_IN, USER_TOO_MANY_TYPES ->
          "another role is logged in. Stop what uses the token, then try again.";
      case SIGNATURE_INVALID, SIGNATURE_LEN_RANGE -> "the signature is not right.";
      case TEMPLATE_INCOMPLETE -> "the module needs more attributes for such an object.";
      case TEMPLATE_INCONSISTENT ->
          "the module does not take these attributes together, or forbids one by its policy.";
      case TOKEN_NOT_RECOGNIZED -> "the device in the slot is not one of this module's.";
      case UNWRAPPING_KEY_HANDLE_INVALID, WRAPPING_KEY_HANDLE_INVALID ->
          "the wrapping key is no such key. List them: coffer hsm list.";
      case USER_ALREADY_LOGGED_IN -> "the role is logged in already.";
      case USER_NOT_LOGGED_IN -> "it needs a login of another role. See --as.";
      case USER_PIN_NOT_INITIALIZED ->
          "the role has no PIN yet. The security officer sets it: coffer hsm init-role.";
      case USER_TYPE_INVALID -> "the module does not have this role. Try --as co.";
      case WRAPPED_KEY_INVALID, WRAPPED_KEY_LEN_RANGE ->
          "the wrapped key does not open. Check the file, the key and the mechanism.";
      case DOMAIN_PARAMS_INVALID, CURVE_NOT_SUPPORTED -> "the module does not know this curve.";
      case BUFFER_TOO_SMALL -> "the answer is longer than the tool takes.";
      case CRYPTOKI_NOT_INITIALIZED, CRYPTOKI_ALREADY_INITIALIZED ->
          "the module has lost its state. Try again.";
    };
  }
}
