package coffer.hsm.pkcs11;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.Opened;
import coffer.hsm.envelope.Oaep;
import coffer.model.EncryptionAlgorithm;
import coffer.model.SecretBytes;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// RSA-OAEP decryption: in the token where it has the mechanism with that hash; otherwise raw RSA
/// there and the padding here, which the caller is told.
final class RsaDecryption {
  private final Lanes lanes;
  private final KeyLanes keys;
  private final Set<EncryptionAlgorithm> missing = ConcurrentHashMap.newKeySet();

  RsaDecryption(Lanes lanes, KeyLanes keys) {
    this.lanes = lanes;
    this.keys = keys;
  }

  /// Algorithms that the token turned out not to have.
  Set<EncryptionAlgorithm> missing() {
    return Set.copyOf(missing);
  }

  Opened decrypt(Pkcs11Key key, EncryptionAlgorithm algorithm, byte[] ciphertext) {
    if (ciphertext.length != key.modulusBytes()) {
      throw KeyLanes.badCiphertext();
    }
    return lanes.rsa(
        keys.on(key, (session, handle) -> decrypt(session, handle, algorithm, ciphertext)));
  }

  /// @param ciphertext as long as the modulus
  private Opened decrypt(
      Session session, long handle, EncryptionAlgorithm algorithm, byte[] ciphertext) {
    return inToken(session, handle, algorithm)
        ? new Opened(
            SecretBytes.owning(finish(session, handle, mechanism(algorithm), ciphertext)), false)
        : new Opened(inSoftware(session, handle, algorithm, ciphertext), true);
  }

  /// Starts decryption in the token. Whether it can is a matter of the mechanism alone: no
  /// ciphertext was shown yet.
  boolean inToken(Session session, long handle, EncryptionAlgorithm algorithm) {
    if (missing.contains(algorithm)) {
      return false;
    }
    try {
      session.decryptInit(mechanism(algorithm), handle);
      return true;
    } catch (ModuleRefusal refusal) {
      if (!refusal.is(ReturnCode.MECHANISM_INVALID)
          && !refusal.is(ReturnCode.MECHANISM_PARAM_INVALID)
          && !refusal.is(ReturnCode.ARGUMENTS_BAD)) {
        throw refusal;
      }
      missing.add(algorithm);
      return false;
    }
  }

  private static SecretBytes inSoftware(
      Session session, long handle, EncryptionAlgorithm algorithm, byte[] ciphertext) {
    byte[] block = raw(session, handle, ciphertext);
    return new Oaep(hash(algorithm)).decode(block).orElseThrow(KeyLanes::badCiphertext);
  }

  /// RSA without looking at any padding.
  ///
  /// @param ciphertext as long as the modulus
  /// @return as long as that; the caller wipes it
  static byte[] raw(Session session, long handle, byte[] ciphertext) {
    Mechanism mechanism = Mechanism.of(Ck.CKM_RSA_X_509);
    session.decryptInit(mechanism, handle);
    byte[] raw = finish(session, handle, mechanism, ciphertext);
    byte[] block = new byte[ciphertext.length];
    if (raw.length > block.length) {
      Arrays.fill(raw, (byte) 0);
      throw KeyLanes.badCiphertext();
    }
    // Some modules drop leading zeros.
    System.arraycopy(raw, 0, block, block.length - raw.length, raw.length);
    Arrays.fill(raw, (byte) 0);
    return block;
  }

  private static byte[] finish(
      Session session, long handle, Mechanism mechanism, byte[] ciphertext) {
    return KeyLanes.opened(
        () -> session.decrypt(ciphertext),
        () -> session.decryptInit(mechanism, handle),
        () -> anyNumber(session, handle, ciphertext.length));
  }

  /// Shows that the token computes with the key: every number below the modulus will do.
  private static void anyNumber(Session session, long handle, int modulusBytes) {
    byte[] two = new byte[modulusBytes];
    two[modulusBytes - 1] = 2;
    session.decryptInit(Mechanism.of(Ck.CKM_RSA_X_509), handle);
    Arrays.fill(session.decrypt(two), (byte) 0);
  }

  private static Mechanism mechanism(EncryptionAlgorithm algorithm) {
    return switch (algorithm) {
      case RSAES_OAEP_SHA_256 -> Mechanism.OAEP_SHA_256;
      case RSAES_OAEP_SHA_1 -> Mechanism.OAEP_SHA_1;
      case AES_GCM, AES_CBC, AES_ECB -> throw notRsa();
    };
  }

  private static String hash(EncryptionAlgorithm algorithm) {
    return switch (algorithm) {
      case RSAES_OAEP_SHA_256 -> "SHA-256";
      case RSAES_OAEP_SHA_1 -> "SHA-1";
      case AES_GCM, AES_CBC, AES_ECB -> throw notRsa();
    };
  }

  private static HsmException notRsa() {
    return new HsmException(HsmFailure.CALLER, "not an RSA algorithm");
  }
}
