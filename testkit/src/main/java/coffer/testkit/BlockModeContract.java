package coffer.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.hsm.CipherParameters;
import coffer.hsm.HsmFailure;
import coffer.hsm.HsmKey;
import coffer.hsm.Sealed;
import coffer.model.EncryptionAlgorithm;
import coffer.model.KeySpec;
import coffer.model.PaddingMode;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// AES-CBC and AES-ECB, with PKCS #7 padding and without.
public interface BlockModeContract extends HsmFixture {
  int BLOCK = 16;

  @ParameterizedTest
  @EnumSource(
      value = KeySpec.class,
      names = {"ALIYUN_AES_128", "ALIYUN_AES_192", "ALIYUN_AES_256"})
  default void cbcAndEcbOpenOnTheOtherMember(KeySpec spec) {
    for (EncryptionAlgorithm mode :
        new EncryptionAlgorithm[] {EncryptionAlgorithm.AES_CBC, EncryptionAlgorithm.AES_ECB}) {
      for (PaddingMode padding : PaddingMode.values()) {
        for (int length : new int[] {0, 1, 15, 16, 17, 32, 4096}) {
          if (padding == PaddingMode.PKCS7_PADDING || (length > 0 && length % BLOCK == 0)) {
            opensOnTheOtherMember(spec, mode, padding, length);
          }
        }
      }
    }
  }

  private void opensOnTheOtherMember(
      KeySpec spec, EncryptionAlgorithm mode, PaddingMode padding, int length) {
    byte[] plaintext = pattern(length);
    HsmKey key = key(first(), spec);
    HsmKey other = key(second(), spec);
    Sealed sealed = encrypt(first(), key, block(mode, padding, NONE), plaintext);
    boolean padded = padding == PaddingMode.PKCS7_PADDING;
    assertThat(sealed.iv()).hasSize(mode.ivBytes());
    assertThat(sealed.ciphertext()).hasSize(padded ? length + BLOCK - length % BLOCK : length);
    CipherParameters how = block(mode, padding, sealed.iv());
    assertThat(decrypt(second(), other, how, sealed.ciphertext())).isEqualTo(plaintext);
  }

  @Test
  default void cbcTakesAChosenIvAndChains() {
    HsmKey key = key(first(), KeySpec.ALIYUN_AES_256);
    byte[] plaintext = pattern(BLOCK);
    Sealed sealed = encrypt(first(), key, cbc(PaddingMode.NO_PADDING, pattern(BLOCK)), plaintext);
    byte[] mixed = plaintext.clone();
    for (int i = 0; i < BLOCK; i++) {
      mixed[i] ^= sealed.iv()[i];
    }
    Sealed single = encrypt(first(), key, ecb(PaddingMode.NO_PADDING), mixed);
    assertThat(sealed.ciphertext()).isEqualTo(single.ciphertext());
  }

  @Test
  default void paddingIsPkcs7() {
    HsmKey key = key(first(), KeySpec.ALIYUN_AES_256);
    byte[] byHand = Arrays.copyOf(pattern(20), 2 * BLOCK);
    Arrays.fill(byHand, 20, 2 * BLOCK, (byte) 12);
    Sealed padded = encrypt(first(), key, ecb(PaddingMode.PKCS7_PADDING), pattern(20));
    Sealed plain = encrypt(first(), key, ecb(PaddingMode.NO_PADDING), byHand);
    assertThat(padded.ciphertext()).isEqualTo(plain.ciphertext());
  }

  @Test
  default void wrongPaddingIsBadCiphertext() {
    HsmKey key = key(first(), KeySpec.ALIYUN_AES_256);
    Sealed zeros = encrypt(first(), key, ecb(PaddingMode.NO_PADDING), new byte[BLOCK]);
    refuses(
        HsmFailure.BAD_CIPHERTEXT,
        () -> decrypt(first(), key, ecb(PaddingMode.PKCS7_PADDING), zeros.ciphertext()));
    Sealed sealed = encrypt(first(), key, cbc(PaddingMode.PKCS7_PADDING, NONE), pattern(BLOCK));
    byte[] tampered = flipped(sealed.ciphertext(), 8 * (BLOCK - 1));
    refuses(
        HsmFailure.BAD_CIPHERTEXT,
        () -> decrypt(first(), key, cbc(PaddingMode.PKCS7_PADDING, sealed.iv()), tampered));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 15, 17, 31})
  default void withoutPaddingOnlyWholeBlocksFit(int length) {
    HsmKey key = key(first(), KeySpec.ALIYUN_AES_256);
    byte[] odd = pattern(length);
    refuses(HsmFailure.CALLER, () -> encrypt(first(), key, cbc(PaddingMode.NO_PADDING, NONE), odd));
    refuses(HsmFailure.CALLER, () -> encrypt(first(), key, ecb(PaddingMode.NO_PADDING), odd));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 15, 17, 31})
  default void ciphertextOfBrokenBlocksIsBad(int length) {
    HsmKey key = key(first(), KeySpec.ALIYUN_AES_256);
    byte[] odd = pattern(length);
    for (PaddingMode padding : PaddingMode.values()) {
      refuses(
          HsmFailure.BAD_CIPHERTEXT,
          () -> decrypt(first(), key, cbc(padding, pattern(BLOCK)), odd));
      refuses(HsmFailure.BAD_CIPHERTEXT, () -> decrypt(first(), key, ecb(padding), odd));
    }
  }

  @Test
  default void ivsOfAnotherLengthDoNotFit() {
    HsmKey key = key(first(), KeySpec.ALIYUN_AES_256);
    byte[] one = pattern(BLOCK);
    for (int length : new int[] {1, 12, 15, 17}) {
      CipherParameters how = cbc(PaddingMode.PKCS7_PADDING, new byte[length]);
      refuses(HsmFailure.CALLER, () -> encrypt(first(), key, how, one));
      refuses(
          Set.of(HsmFailure.CALLER, HsmFailure.BAD_CIPHERTEXT),
          () -> decrypt(first(), key, how, one));
    }
  }

  private CipherParameters cbc(PaddingMode padding, byte[] iv) {
    return block(EncryptionAlgorithm.AES_CBC, padding, iv);
  }

  private CipherParameters ecb(PaddingMode padding) {
    return block(EncryptionAlgorithm.AES_ECB, padding, NONE);
  }

  private static byte[] pattern(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (7 * i + 1);
    }
    return bytes;
  }
}
