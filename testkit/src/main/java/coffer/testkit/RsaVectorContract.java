package coffer.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.hsm.CipherParameters;
import coffer.hsm.HsmMember;
import coffer.hsm.Imported;
import coffer.hsm.Incoming;
import coffer.hsm.Material;
import coffer.model.EncryptionAlgorithm;
import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import coffer.model.KeyVersionId;
import coffer.model.SigningAlgorithm;
import coffer.model.WrappingAlgorithm;
import coffer.testkit.vectors.Vector;
import coffer.testkit.vectors.Vector.Verdict;
import coffer.testkit.vectors.VectorFile;
import coffer.testkit.vectors.VectorGroup;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Wycheproof's vectors for what private RSA keys do, by keys that were imported.
public interface RsaVectorContract extends VectorFixture {
  /// A label is nothing that the API can say, so what was sealed under one does not open.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "rsa_oaep_2048_sha1_mgf1sha1_test",
        "rsa_oaep_2048_sha256_mgf1sha256_test",
        "rsa_oaep_3072_sha256_mgf1sha256_test",
        "rsa_oaep_4096_sha256_mgf1sha256_test",
        "rsa_oaep_misc_test"
      })
  default void oaepVectorsOpenOrAreRefusedAsTheySay(String file) {
    Keys keys = keys();
    for (VectorGroup group : VectorFile.wycheproof(file).groups()) {
      EncryptionAlgorithm algorithm =
          group.text("sha").equals("SHA-1")
              ? EncryptionAlgorithm.RSAES_OAEP_SHA_1
              : EncryptionAlgorithm.RSAES_OAEP_SHA_256;
      Material material = keys.of(rsa(group), group.keyBytes());
      for (Vector vector : group.vectors()) {
        opens(
            material,
            vector,
            vector.isValid() && vector.bytes("label").length == 0,
            v ->
                (member, key) ->
                    decrypt(member, key, CipherParameters.rsa(algorithm), v.bytes("ct")));
      }
    }
  }

  /// RSAES-PKCS1-v1_5 opens nothing but imported material, so what opens is refused nevertheless
  /// unless it has the length of some material.
  @Test
  default void pkcs1VectorsAreImportedOrRefusedAsTheySay() {
    Keys keys = keys();
    for (VectorGroup group : VectorFile.wycheproof("rsa_pkcs1_2048_test").groups()) {
      Material pair = keys.of(rsa(group), group.keyBytes());
      Material wrapping =
          new Material(
              pair.version(), pair.spec(), Set.of(KeyUsage.ENCRYPT_DECRYPT), pair.wrapped());
      for (Vector vector : group.vectors()) {
        Incoming incoming =
            new Incoming(wrapping, WrappingAlgorithm.RSAES_PKCS1_V1_5, vector.bytes("ct"));
        for (HsmMember member : List.of(first(), second())) {
          imports(member, incoming, vector);
        }
      }
    }
  }

  private void imports(HsmMember member, Incoming incoming, Vector vector) {
    byte[] secret = vector.bytes("msg");
    KeySpec spec = specOf(secret.length);
    boolean hasNoSpec = spec == KeySpec.ALIYUN_AES_256 && secret.length != 32;
    if (!vector.isValid() || hasNoSpec) {
      refusesVector(vector, () -> member.importKey(incoming, spec, spec.usages()));
      return;
    }
    Imported imported = member.importKey(incoming, spec, spec.usages());
    Material taken =
        new Material(new KeyVersionId(UUID.randomUUID()), spec, spec.usages(), imported.wrapped());
    Material same = keys().of(spec, secret);
    assertThat(use(taken, vector)).as("%s", vector).isEqualTo(use(same, vector));
  }

  /// Something that only this secret does.
  private byte[] use(Material material, Vector vector) {
    byte[] word = new byte[16];
    return onBoth(
        material,
        vector,
        (member, key) ->
            material.spec().family() == KeySpec.Family.HMAC
                ? member.mac(key, word)
                : encrypt(member, key, CipherParameters.gcm(new byte[12], NONE), word)
                    .ciphertext());
  }

  /// Of specs that may have material of this length, one; AES-256 when there is none.
  private static KeySpec specOf(int bytes) {
    if (bytes > 64 && bytes <= 128) {
      return KeySpec.HMAC_SHA512;
    }
    if (bytes > 32 && bytes <= 64) {
      return KeySpec.HMAC_SHA256;
    }
    return bytes == 16 ? KeySpec.ALIYUN_AES_128 : KeySpec.ALIYUN_AES_256;
  }

  /// PKCS #1 v1.5 signatures are the same wherever they are made. Acceptable are those by keys with
  /// the public exponent 3 (flag SmallPublicKey): such keys are taken.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "rsa_pkcs1_2048_sig_gen_test",
        "rsa_pkcs1_3072_sig_gen_test",
        "rsa_pkcs1_4096_sig_gen_test"
      })
  default void pkcs1SignaturesAreMadeAsVectorsSay(String file) {
    Keys keys = keys();
    for (VectorGroup group : VectorFile.wycheproof(file).groups()) {
      Material material = keys.of(rsa(group), group.keyBytes());
      for (Vector vector : group.vectors()) {
        assertThat(vector.verdict()).isNotEqualTo(Verdict.INVALID);
        byte[] digest = PublicSide.sha256(vector.bytes("msg"));
        byte[] signature =
            onBoth(
                material,
                vector,
                (member, key) -> member.sign(key, SigningAlgorithm.RSA_PKCS1_SHA_256, digest));
        assertThat(signature).as("%s", vector).isEqualTo(vector.bytes("sig"));
      }
    }
  }

  private static KeySpec rsa(VectorGroup group) {
    return switch (group.number("keySize")) {
      case 2048 -> KeySpec.RSA_2048;
      case 3072 -> KeySpec.RSA_3072;
      case 4096 -> KeySpec.RSA_4096;
      default -> throw new IllegalArgumentException(group.name());
    };
  }
}
