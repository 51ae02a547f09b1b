package coffer.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.hsm.CipherParameters;
import coffer.model.EncryptionAlgorithm;
import coffer.model.KeySpec;
import coffer.model.PaddingMode;
import coffer.testkit.vectors.Vector;
import coffer.testkit.vectors.VectorFile;
import coffer.testkit.vectors.VectorGroup;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Wycheproof's vectors for AES-GCM, AES-CBC and HMAC, by keys that were imported.
public interface SymmetricVectorContract extends VectorFixture {
  @Test
  default void gcmVectorsOpenOrAreRefusedAsTheySay() {
    Keys keys = keys();
    for (VectorGroup group : VectorFile.wycheproof("aes_gcm_test").groups()) {
      for (Vector vector : group.vectors()) {
        opens(
            keys.of(aes(group), vector.bytes("key")),
            vector,
            vector.isValid(),
            v -> (member, key) -> decrypt(member, key, gcm(v), v.bytes("ct", "tag")));
      }
    }
  }

  /// So that what members seal is what everybody seals.
  @Test
  default void gcmVectorsAreSealedAsTheySay() {
    Keys keys = keys();
    for (VectorGroup group : VectorFile.wycheproof("aes_gcm_test").groups()) {
      for (Vector vector : group.vectors()) {
        if (vector.isValid()) {
          byte[] sealed =
              onBoth(
                  keys.of(aes(group), vector.bytes("key")),
                  vector,
                  (member, key) ->
                      encrypt(member, key, gcm(vector), vector.bytes("msg")).ciphertext());
          assertThat(sealed).as("%s", vector).isEqualTo(vector.bytes("ct", "tag"));
        }
      }
    }
  }

  @Test
  default void cbcVectorsOpenOrAreRefusedAsTheySay() {
    Keys keys = keys();
    for (VectorGroup group : VectorFile.wycheproof("aes_cbc_pkcs5_test").groups()) {
      for (Vector vector : group.vectors()) {
        opens(
            keys.of(aes(group), vector.bytes("key")),
            vector,
            vector.isValid(),
            v -> (member, key) -> decrypt(member, key, cbc(v), v.bytes("ct")));
      }
    }
  }

  /// Of an HMAC the service compares the whole: its keys make the tag of a valid vector and not
  /// that of an invalid one.
  @ParameterizedTest
  @CsvSource({"HMAC_SHA256, hmac_sha256_test", "HMAC_SHA512, hmac_sha512_test"})
  default void hmacVectorsAreMadeAsTheySay(KeySpec spec, String file) {
    Keys keys = keys();
    for (VectorGroup group : VectorFile.wycheproof(file).groups()) {
      for (Vector vector : group.vectors()) {
        byte[] tag =
            onBoth(
                keys.of(spec, vector.bytes("key")),
                vector,
                (member, key) -> member.mac(key, vector.bytes("msg")));
        assertThat(Arrays.equals(tag, vector.bytes("tag")))
            .as("%s", vector)
            .isEqualTo(vector.isValid());
      }
    }
  }

  private static KeySpec aes(VectorGroup group) {
    return switch (group.number("keySize")) {
      case 128 -> KeySpec.ALIYUN_AES_128;
      case 192 -> KeySpec.ALIYUN_AES_192;
      case 256 -> KeySpec.ALIYUN_AES_256;
      default -> throw new IllegalArgumentException(group.name());
    };
  }

  private static CipherParameters gcm(Vector vector) {
    return CipherParameters.gcm(vector.bytes("iv"), vector.bytes("aad"));
  }

  private CipherParameters cbc(Vector vector) {
    return block(EncryptionAlgorithm.AES_CBC, PaddingMode.PKCS7_PADDING, vector.bytes("iv"));
  }
}
