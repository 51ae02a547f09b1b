package coffer.hsm.pkcs11;

import static coffer.hsm.pkcs11.BlockPadding.BLOCK_BYTES;

import coffer.hsm.CipherParameters;
import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.Opened;
import coffer.hsm.Sealed;
import coffer.model.EncryptionAlgorithm;
import coffer.model.PaddingMode;
import coffer.model.SecretBytes;
import java.util.Arrays;

/// AES in GCM, CBC and ECB.
final class SymmetricCiphers {
  private static final int TAG_BYTES = 16;
  private static final byte[] NONE = {};

  private final Lanes lanes;
  private final KeyLanes keys;

  SymmetricCiphers(Lanes lanes, KeyLanes keys) {
    this.lanes = lanes;
    this.keys = keys;
  }

  Sealed encrypt(Pkcs11Key key, CipherParameters how, SecretBytes plaintext) {
    if (how.iv().length != 0) {
      requireIv(how);
    }
    if (isUnpadded(how) && plaintext.length() % BLOCK_BYTES != 0) {
      throw new HsmException(HsmFailure.CALLER, "plaintext is not a multiple of the block");
    }
    return lanes.symmetric(
        keys.on(key, (session, handle) -> encryptIn(session, handle, how, plaintext)));
  }

  /// What is done inside a lane.
  static Sealed encryptIn(Session session, long key, CipherParameters how, SecretBytes plaintext) {
    int ivBytes = how.algorithm().ivBytes();
    byte[] iv = how.iv().length == 0 && ivBytes > 0 ? session.random(ivBytes) : how.iv();
    Mechanism mechanism = mechanism(how, iv);
    byte[] ciphertext =
        plaintext.use(bytes ->
            isPadded(how)
                ? encryptPadded(session, mechanism, key, bytes)
                : session.encrypt(mechanism, key, bytes));
    // As the token used it, which may not be as we gave it.
    return new Sealed(session.memory().iv(ivBytes), ciphertext);
  }

  Opened decrypt(Pkcs11Key key, CipherParameters how, byte[] ciphertext) {
    requireIv(how);
    boolean gcm = how.algorithm() == EncryptionAlgorithm.AES_GCM;
    if (gcm ? ciphertext.length < TAG_BYTES : ciphertext.length % BLOCK_BYTES != 0) {
      throw KeyLanes.badCiphertext();
    }
    SecretBytes plaintext =
        lanes.symmetric(
            keys.on(
                key,
                (session, handle) -> {
                  Runnable begin = () -> session.decryptInit(mechanism(how, how.iv()), handle);
                  begin.run();
                  byte[] opened =
                      KeyLanes.opened(
                          () -> session.decrypt(ciphertext),
                          begin,
                          () -> roundTrip(session, handle, how.algorithm()));
                  return SecretBytes.owning(
                      isPadded(how)
                          ? BlockPadding.unpad(opened).orElseThrow(KeyLanes::badCiphertext)
                          : opened);
                }));
    return new Opened(plaintext, false);
  }

  /// Shows that the token opens what it sealed under the key.
  private static void roundTrip(Session session, long key, EncryptionAlgorithm algorithm) {
    CipherParameters how = new CipherParameters(algorithm, PaddingMode.NO_PADDING, NONE, NONE);
    try (SecretBytes block = SecretBytes.owning(new byte[BLOCK_BYTES])) {
      Sealed sealed = encryptIn(session, key, how, block);
      session.decryptInit(mechanism(how, sealed.iv()), key);
      byte[] _ = session.decrypt(sealed.ciphertext());
    }
  }

  private static byte[] encryptPadded(
      Session session, Mechanism mechanism, long key, byte[] plaintext) {
    byte[] padded = BlockPadding.pad(plaintext);
    try {
      return session.encrypt(mechanism, key, padded);
    } finally {
      Arrays.fill(padded, (byte) 0);
    }
  }

  private static Mechanism mechanism(CipherParameters how, byte[] iv) {
    return switch (how.algorithm()) {
      case AES_GCM -> Mechanism.gcm(iv, how.aad());
      case AES_CBC -> Mechanism.cbc(iv);
      case AES_ECB -> Mechanism.of(Ck.CKM_AES_ECB);
      case RSAES_OAEP_SHA_256, RSAES_OAEP_SHA_1 ->
          throw new HsmException(HsmFailure.CALLER, "not a symmetric algorithm");
    };
  }

  private static void requireIv(CipherParameters how) {
    if (how.iv().length != how.algorithm().ivBytes()) {
      throw new HsmException(HsmFailure.CALLER, "IV has the wrong length");
    }
  }

  private static boolean isPadded(CipherParameters how) {
    return how.algorithm() != EncryptionAlgorithm.AES_GCM
        && how.padding() == PaddingMode.PKCS7_PADDING;
  }

  private static boolean isUnpadded(CipherParameters how) {
    return how.algorithm() != EncryptionAlgorithm.AES_GCM
        && how.padding() == PaddingMode.NO_PADDING;
  }
}
