package coffer.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.hsm.CipherParameters;
import coffer.hsm.HsmFailure;
import coffer.hsm.HsmKey;
import coffer.model.EncryptionAlgorithm;
import coffer.model.KeySpec;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// RSAES-OAEP (RFC 8017 §7.1), both hash and MGF1 by the algorithm's name, empty label.
public interface RsaDecryptionContract extends HsmFixture {
  List<EncryptionAlgorithm> OAEP =
      List.of(EncryptionAlgorithm.RSAES_OAEP_SHA_256, EncryptionAlgorithm.RSAES_OAEP_SHA_1);

  @ParameterizedTest
  @EnumSource(
      value = KeySpec.class,
      names = {"RSA_2048", "RSA_3072", "RSA_4096"})
  default void oaepOpensWhatOthersSealedUnderThePublicKey(KeySpec spec) {
    for (EncryptionAlgorithm algorithm : OAEP) {
      int hash = algorithm == EncryptionAlgorithm.RSAES_OAEP_SHA_1 ? 20 : 32;
      int max = spec.bits() / 8 - 2 * hash - 2;
      for (int length : new int[] {0, 1, 32, max}) {
        byte[] plaintext = new byte[length];
        Arrays.fill(plaintext, (byte) length);
        byte[] sealed = PublicSide.encrypt(algorithm, publicKey(spec), plaintext);
        CipherParameters how = CipherParameters.rsa(algorithm);
        assertThat(decrypt(first(), key(first(), spec), how, sealed)).isEqualTo(plaintext);
        assertThat(decrypt(second(), key(second(), spec), how, sealed)).isEqualTo(plaintext);
      }
    }
  }

  @Test
  default void oaepRefusesFlippedBits() {
    HsmKey key = key(first(), KeySpec.RSA_2048);
    for (EncryptionAlgorithm algorithm : OAEP) {
      byte[] sealed = PublicSide.encrypt(algorithm, publicKey(KeySpec.RSA_2048), new byte[] {42});
      for (int bit = 0; bit < 8 * sealed.length; bit += 61) {
        byte[] tampered = flipped(sealed, bit);
        refuses(
            HsmFailure.BAD_CIPHERTEXT,
            () -> decrypt(first(), key, CipherParameters.rsa(algorithm), tampered));
      }
    }
  }

  @Test
  default void oaepRefusesEveryWrongLengthAndNumber() {
    HsmKey key = key(first(), KeySpec.RSA_2048);
    for (EncryptionAlgorithm algorithm : OAEP) {
      byte[] tooLarge = new byte[256];
      Arrays.fill(tooLarge, (byte) 0xff);
      byte[][] bad = {
        NONE, new byte[1], new byte[255], new byte[257], new byte[256], tooLarge, new byte[4096]
      };
      for (byte[] ciphertext : bad) {
        refuses(
            HsmFailure.BAD_CIPHERTEXT,
            () -> decrypt(first(), key, CipherParameters.rsa(algorithm), ciphertext));
      }
    }
  }

  @Test
  default void oaepRefusesTheOtherHash() {
    HsmKey key = key(first(), KeySpec.RSA_2048);
    byte[] sealed =
        PublicSide.encrypt(
            EncryptionAlgorithm.RSAES_OAEP_SHA_1, publicKey(KeySpec.RSA_2048), new byte[] {42});
    CipherParameters other = CipherParameters.rsa(EncryptionAlgorithm.RSAES_OAEP_SHA_256);
    refuses(HsmFailure.BAD_CIPHERTEXT, () -> decrypt(first(), key, other, sealed));
  }

  private byte[] publicKey(KeySpec spec) {
    return material(spec).wrapped().publicKey();
  }
}
