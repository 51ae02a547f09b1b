package coffer.hsm.software;

import coffer.hsm.CipherParameters;
import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.Sealed;
import coffer.model.EncryptionAlgorithm;
import coffer.model.PaddingMode;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;

/// AES by the JDK, whose intrinsics beat native code for short data. GCM is the hot path of the
/// whole product: it allocates its answer, and little else.
final class AesEngine {
  private static final int TAG_BITS = 128;
  private static final int TAG_BYTES = TAG_BITS / 8;
  private static final int BLOCK_BYTES = 16;

  private final Idle<Lane> lanes = new Idle<>(Lane::new);

  /// What one call at a time needs.
  private static final class Lane {
    private final Cipher gcm = Algorithms.JDK.cipher("AES/GCM/NoPadding");
    private final RandomBytes random = new RandomBytes();
    private final Cipher[] blocks = {
      Algorithms.JDK.cipher("AES/CBC/NoPadding"),
      Algorithms.JDK.cipher("AES/CBC/PKCS5Padding"),
      Algorithms.JDK.cipher("AES/ECB/NoPadding"),
      Algorithms.JDK.cipher("AES/ECB/PKCS5Padding")
    };

    Cipher block(CipherParameters how) {
      int mode = how.algorithm() == EncryptionAlgorithm.AES_CBC ? 0 : 2;
      return blocks[mode + (how.padding() == PaddingMode.PKCS7_PADDING ? 1 : 0)];
    }
  }

  Sealed encrypt(SecretKey key, CipherParameters how, byte[] plaintext) {
    check(how);
    boolean chosen = how.iv().length > 0;
    Lane lane = lanes.take();
    try {
      int ivBytes = how.algorithm().ivBytes();
      byte[] iv = chosen ? how.iv().clone() : lane.random.iv(ivBytes);
      if (iv.length != ivBytes) {
        throw caller("the IV has a wrong length");
      }
      return how.algorithm() == EncryptionAlgorithm.AES_GCM
          ? encryptGcm(lane.gcm, key, iv, chosen, how.aad(), plaintext)
          : encryptBlocks(lane.block(how), key, iv, how, plaintext);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES of this JDK does not work", e);
    } finally {
      lanes.give(lane);
    }
  }

  private static Sealed encryptGcm(
      Cipher cipher, SecretKey key, byte[] iv, boolean chosen, byte[] aad, byte[] plaintext)
      throws GeneralSecurityException {
    if (chosen) {
      // The JDK refuses the IV it used last with this key; whether a caller may repeat its own IV
      // is not for this floor to say. Another IV in between makes it forget.
      byte[] other = iv.clone();
      other[0] ^= 1;
      cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, other));
    }
    cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, iv));
    if (aad.length > 0) {
      cipher.updateAAD(aad);
    }
    byte[] out = new byte[plaintext.length + TAG_BYTES];
    cipher.doFinal(plaintext, 0, plaintext.length, out, 0);
    return new Sealed(iv, out);
  }

  private static Sealed encryptBlocks(
      Cipher cipher, SecretKey key, byte[] iv, CipherParameters how, byte[] plaintext)
      throws GeneralSecurityException {
    if (how.padding() == PaddingMode.NO_PADDING && plaintext.length % BLOCK_BYTES != 0) {
      throw caller("the plaintext does not fill its last block");
    }
    init(cipher, Cipher.ENCRYPT_MODE, key, iv);
    return new Sealed(iv, cipher.doFinal(plaintext));
  }

  /// Empty when the ciphertext does not open; the caller owns what it gets.
  Optional<byte[]> decrypt(SecretKey key, CipherParameters how, byte[] ciphertext) {
    check(how);
    if (how.iv().length != how.algorithm().ivBytes()) {
      throw caller("the IV has a wrong length");
    }
    Lane lane = lanes.take();
    try {
      return how.algorithm() == EncryptionAlgorithm.AES_GCM
          ? decryptGcm(lane.gcm, key, how, ciphertext)
          : decryptBlocks(lane.block(how), key, how, ciphertext);
    } catch (BadPaddingException | IllegalBlockSizeException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES of this JDK does not work", e);
    } finally {
      lanes.give(lane);
    }
  }

  private static Optional<byte[]> decryptGcm(
      Cipher cipher, SecretKey key, CipherParameters how, byte[] ciphertext)
      throws GeneralSecurityException {
    if (ciphertext.length < TAG_BYTES) {
      return Optional.empty();
    }
    cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, how.iv()));
    if (how.aad().length > 0) {
      cipher.updateAAD(how.aad());
    }
    byte[] out = new byte[ciphertext.length - TAG_BYTES];
    cipher.doFinal(ciphertext, 0, ciphertext.length, out, 0);
    return Optional.of(out);
  }

  private static Optional<byte[]> decryptBlocks(
      Cipher cipher, SecretKey key, CipherParameters how, byte[] ciphertext)
      throws GeneralSecurityException {
    boolean noPadding = how.padding() == PaddingMode.NO_PADDING;
    if (ciphertext.length == 0 && !noPadding) {
      return Optional.empty();
    }
    init(cipher, Cipher.DECRYPT_MODE, key, how.iv());
    return Optional.of(cipher.doFinal(ciphertext));
  }

  private static void init(Cipher cipher, int mode, SecretKey key, byte[] iv)
      throws GeneralSecurityException {
    if (iv.length == 0) {
      cipher.init(mode, key);
    } else {
      cipher.init(mode, key, new IvParameterSpec(iv));
    }
  }

  private static void check(CipherParameters how) {
    if (!how.algorithm().isSymmetric()) {
      throw caller("an AES key does not do RSA");
    }
    if (how.aad().length > 0 && how.algorithm() != EncryptionAlgorithm.AES_GCM) {
      throw caller("only GCM authenticates additional data");
    }
  }

  private static HsmException caller(String message) {
    return new HsmException(HsmFailure.CALLER, message);
  }
}
