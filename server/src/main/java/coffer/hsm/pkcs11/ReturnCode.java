package coffer.hsm.pkcs11;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The `CKR_` codes of PKCS #11 v2.40 §5.1 that the driver knows, each with its class. A code that
/// is not here counts as DEVICE: another HSM may do better.
enum ReturnCode {
  OK(0x0, ReturnClass.SUCCESS),
  HOST_MEMORY(0x2, ReturnClass.DEVICE),
  SLOT_ID_INVALID(0x3, ReturnClass.DEVICE),
  GENERAL_ERROR(0x5, ReturnClass.DEVICE),
  FUNCTION_FAILED(0x6, ReturnClass.DEVICE),
  ARGUMENTS_BAD(0x7, ReturnClass.CALLER),
  ATTRIBUTE_READ_ONLY(0x10, ReturnClass.CALLER),
  ATTRIBUTE_SENSITIVE(0x11, ReturnClass.CALLER),
  ATTRIBUTE_TYPE_INVALID(0x12, ReturnClass.CALLER),
  ATTRIBUTE_VALUE_INVALID(0x13, ReturnClass.CALLER),
  ACTION_PROHIBITED(0x1b, ReturnClass.CALLER),
  DATA_INVALID(0x20, ReturnClass.CALLER),
  DATA_LEN_RANGE(0x21, ReturnClass.CALLER),
  DEVICE_ERROR(0x30, ReturnClass.DEVICE),
  DEVICE_MEMORY(0x31, ReturnClass.DEVICE),
  DEVICE_REMOVED(0x32, ReturnClass.DEVICE),
  ENCRYPTED_DATA_INVALID(0x40, ReturnClass.CIPHERTEXT),
  ENCRYPTED_DATA_LEN_RANGE(0x41, ReturnClass.CIPHERTEXT),
  FUNCTION_CANCELED(0x50, ReturnClass.DEVICE),
  FUNCTION_NOT_SUPPORTED(0x54, ReturnClass.UNSUPPORTED),
  KEY_HANDLE_INVALID(0x60, ReturnClass.HANDLE),
  KEY_SIZE_RANGE(0x62, ReturnClass.CALLER),
  KEY_TYPE_INCONSISTENT(0x63, ReturnClass.CALLER),
  KEY_FUNCTION_NOT_PERMITTED(0x68, ReturnClass.CALLER),
  KEY_NOT_WRAPPABLE(0x69, ReturnClass.CALLER),
  KEY_UNEXTRACTABLE(0x6a, ReturnClass.CALLER),
  MECHANISM_INVALID(0x70, ReturnClass.UNSUPPORTED),
  MECHANISM_PARAM_INVALID(0x71, ReturnClass.CALLER),
  OBJECT_HANDLE_INVALID(0x82, ReturnClass.HANDLE),
  OPERATION_ACTIVE(0x90, ReturnClass.SESSION),
  OPERATION_NOT_INITIALIZED(0x91, ReturnClass.SESSION),
  PIN_INCORRECT(0xa0, ReturnClass.CREDENTIAL),
  PIN_INVALID(0xa1, ReturnClass.CREDENTIAL),
  PIN_LEN_RANGE(0xa2, ReturnClass.CREDENTIAL),
  PIN_EXPIRED(0xa3, ReturnClass.CREDENTIAL),
  PIN_LOCKED(0xa4, ReturnClass.CREDENTIAL),
  SESSION_CLOSED(0xb0, ReturnClass.EPOCH),
  SESSION_COUNT(0xb1, ReturnClass.DEVICE),
  SESSION_HANDLE_INVALID(0xb3, ReturnClass.EPOCH),
  SESSION_READ_ONLY(0xb5, ReturnClass.CALLER),
  SESSION_EXISTS(0xb6, ReturnClass.CALLER),
  SESSION_READ_ONLY_EXISTS(0xb7, ReturnClass.CALLER),
  SESSION_READ_WRITE_SO_EXISTS(0xb8, ReturnClass.CALLER),
  SIGNATURE_INVALID(0xc0, ReturnClass.CALLER),
  SIGNATURE_LEN_RANGE(0xc1, ReturnClass.CALLER),
  TEMPLATE_INCOMPLETE(0xd0, ReturnClass.CALLER),
  TEMPLATE_INCONSISTENT(0xd1, ReturnClass.CALLER),
  TOKEN_NOT_PRESENT(0xe0, ReturnClass.DEVICE),
  TOKEN_NOT_RECOGNIZED(0xe1, ReturnClass.DEVICE),
  TOKEN_WRITE_PROTECTED(0xe2, ReturnClass.DEVICE),
  UNWRAPPING_KEY_HANDLE_INVALID(0xf0, ReturnClass.HANDLE),
  UNWRAPPING_KEY_SIZE_RANGE(0xf1, ReturnClass.CALLER),
  UNWRAPPING_KEY_TYPE_INCONSISTENT(0xf2, ReturnClass.CALLER),
  USER_ALREADY_LOGGED_IN(0x100, ReturnClass.SUCCESS),
  USER_NOT_LOGGED_IN(0x101, ReturnClass.EPOCH),
  USER_PIN_NOT_INITIALIZED(0x102, ReturnClass.CREDENTIAL),
  USER_TYPE_INVALID(0x103, ReturnClass.CREDENTIAL),
  USER_ANOTHER_ALREADY_LOGGED_IN(0x104, ReturnClass.CREDENTIAL),
  USER_TOO_MANY_TYPES(0x105, ReturnClass.CREDENTIAL),
  WRAPPED_KEY_INVALID(0x110, ReturnClass.CIPHERTEXT),
  WRAPPED_KEY_LEN_RANGE(0x112, ReturnClass.CIPHERTEXT),
  WRAPPING_KEY_HANDLE_INVALID(0x113, ReturnClass.HANDLE),
  WRAPPING_KEY_SIZE_RANGE(0x114, ReturnClass.CALLER),
  WRAPPING_KEY_TYPE_INCONSISTENT(0x115, ReturnClass.CALLER),
  DOMAIN_PARAMS_INVALID(0x130, ReturnClass.UNSUPPORTED),
  CURVE_NOT_SUPPORTED(0x140, ReturnClass.UNSUPPORTED),
  BUFFER_TOO_SMALL(0x150, ReturnClass.CALLER),
  CRYPTOKI_NOT_INITIALIZED(0x190, ReturnClass.MODULE),
  /// A success only for who initialised the module.
  CRYPTOKI_ALREADY_INITIALIZED(0x191, ReturnClass.SUCCESS),
  PIN_TOO_WEAK(0x1b8, ReturnClass.CREDENTIAL),
  FUNCTION_REJECTED(0x200, ReturnClass.CALLER);

  private static final Map<Long, ReturnCode> BY_NUMBER =
      Arrays.stream(values()).collect(toUnmodifiableMap(ReturnCode::number, Function.identity()));

  private final long number;
  private final ReturnClass returnClass;

  ReturnCode(long number, ReturnClass returnClass) {
    this.number = number;
    this.returnClass = returnClass;
  }

  long number() {
    return number;
  }

  ReturnClass returnClass() {
    return returnClass;
  }

  static Optional<ReturnCode> of(long number) {
    return Optional.ofNullable(BY_NUMBER.get(number));
  }

  static ReturnClass classOf(long number) {
    return of(number).map(ReturnCode::returnClass).orElse(ReturnClass.DEVICE);
  }
}
