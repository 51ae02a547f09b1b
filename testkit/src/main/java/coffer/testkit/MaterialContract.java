package coffer.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.hsm.HsmFailure;
import coffer.hsm.HsmKey;
import coffer.hsm.HsmMember;
import coffer.hsm.Material;
import coffer.model.KeySpec;
import coffer.model.WrappedKey;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Material rests wrapped outside and opens only under its own cluster's KEK.
public interface MaterialContract extends HsmFixture {
  @ParameterizedTest
  @EnumSource(KeySpec.class)
  default void everySpecGeneratesAndUnwrapsOnBothMembers(KeySpec spec) {
    if (refusesLacking(spec)) {
      return;
    }
    WrappedKey wrapped = material(spec).wrapped();
    assertThat(wrapped.kekVersion()).isEqualTo(1);
    assertThat(wrapped.publicKey().length > 0).isEqualTo(spec.isAsymmetric());
    key(first(), spec);
    key(second(), spec);
  }

  @ParameterizedTest
  @EnumSource(
      value = KeySpec.class,
      names = {"ALIYUN_AES_256", "EC_P256", "HMAC_SHA256"})
  default void materialIsNeverTheSameTwice(KeySpec spec) {
    WrappedKey other = material(first(), spec, spec.usages()).wrapped();
    assertThat(other.wrapped()).isNotEqualTo(material(spec).wrapped().wrapped());
    if (spec.isAsymmetric()) {
      assertThat(other.publicKey()).isNotEqualTo(material(spec).wrapped().publicKey());
    }
  }

  @Test
  default void unwrapRefusesEveryFlippedBit() {
    Material material = material(KeySpec.ALIYUN_AES_256);
    byte[] blob = material.wrapped().wrapped();
    for (int bit = 0; bit < 8 * blob.length; bit++) {
      Material tampered = withBlob(material, flipped(blob, bit));
      refuses(HsmFailure.BAD_CIPHERTEXT, () -> unwrap(first(), tampered));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = KeySpec.class,
      names = {"RSA_2048", "EC_P256", "EC_P256K", "HMAC_SHA512"})
  default void unwrapRefusesFlippedBytesOfEveryFamily(KeySpec spec) {
    if (refusesLacking(spec)) {
      return;
    }
    Material material = material(spec);
    byte[] blob = material.wrapped().wrapped();
    for (int i = 0; i < blob.length; i += 29) {
      Material tampered = withBlob(material, flipped(blob, 8 * i + 3));
      refuses(HsmFailure.BAD_CIPHERTEXT, () -> unwrap(first(), tampered));
    }
  }

  @Test
  default void unwrapRefusesTruncatedMaterial() {
    Material material = material(KeySpec.ALIYUN_AES_256);
    byte[] blob = material.wrapped().wrapped();
    for (int length = 0; length < blob.length; length++) {
      Material tampered = withBlob(material, Arrays.copyOf(blob, length));
      refuses(HsmFailure.BAD_CIPHERTEXT, () -> unwrap(first(), tampered));
    }
  }

  @Test
  default void unwrapRefusesMaterialOfAnotherCluster() {
    HsmMember foreign = open(freshToken());
    foreign.ensureDomainKeys(1);
    for (KeySpec spec : new KeySpec[] {KeySpec.ALIYUN_AES_256, KeySpec.EC_P256}) {
      Material material = material(foreign, spec, spec.usages());
      refuses(HsmFailure.BAD_CIPHERTEXT, () -> unwrap(first(), material));
      unwrap(foreign, material);
    }
  }

  @Test
  default void releasedKeyIsStaleAndUnwrapsAgain() {
    HsmKey key = first().unwrap(material(KeySpec.HMAC_SHA256));
    byte[] mac = first().mac(key, NONE);
    first().release(key);
    first().release(key);
    refuses(HsmFailure.STALE_KEY, () -> first().mac(key, NONE));
    HsmKey again = key(first(), KeySpec.HMAC_SHA256);
    assertThat(first().mac(again, NONE)).isEqualTo(mac);
  }

  @Test
  default void keyUnwrappedTwiceOutlivesTheReleaseOfOne() {
    HsmKey one = first().unwrap(material(KeySpec.HMAC_SHA256));
    HsmKey other = key(first(), KeySpec.HMAC_SHA256);
    first().release(one);
    assertThat(first().mac(other, NONE)).hasSize(32);
  }

  private static Material withBlob(Material material, byte[] blob) {
    WrappedKey wrapped = material.wrapped();
    return new Material(
        material.version(),
        material.spec(),
        material.usages(),
        new WrappedKey(wrapped.kekVersion(), wrapped.format(), blob, wrapped.publicKey()));
  }
}
