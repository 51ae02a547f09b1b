package coffer.hsm.pkcs11;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import coffer.hsm.HsmIdentity;
import coffer.hsm.TokenStatus;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/// What a slot shows of the token in it, without login.
///
/// @param flags of CK_TOKEN_INFO
/// @param hardware whether the slot calls itself a hardware slot
record Token(long slot, HsmIdentity identity, long flags, boolean hardware) {
  static final int SLOT_INFO_BYTES = 112;
  static final int TOKEN_INFO_BYTES = 208;

  /// Reads CK_SLOT_INFO and CK_TOKEN_INFO (PKCS #11 v2.40 §3.2), laid out for LP64.
  static Token of(long slot, MemorySegment slotFields, MemorySegment tokenFields) {
    return new Token(
        slot,
        new HsmIdentity(
            text(tokenFields, 0, 32),
            text(tokenFields, 80, 16),
            text(tokenFields, 32, 32),
            text(tokenFields, 64, 16),
            tokenFields.get(JAVA_BYTE, 186) + "." + tokenFields.get(JAVA_BYTE, 187)),
        tokenFields.get(JAVA_LONG, 96),
        (slotFields.get(JAVA_LONG, 96) & Ck.CKF_HW_SLOT) != 0);
  }

  TokenStatus.State state() {
    if ((flags & Ck.CKF_TOKEN_INITIALIZED) == 0) {
      return TokenStatus.State.UNINITIALIZED;
    }
    return (flags & Ck.CKF_USER_PIN_INITIALIZED) == 0
        ? TokenStatus.State.NO_CRYPTO_USER
        : TokenStatus.State.READY;
  }

  /// Fields are padded with blanks; some modules pad with zeros.
  static String text(MemorySegment from, long offset, long bytes) {
    String padded =
        new String(from.asSlice(offset, bytes).toArray(JAVA_BYTE), StandardCharsets.UTF_8);
    return padded.replace('\0', ' ').strip();
  }
}
