package coffer.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.hsm.CipherParameters;
import coffer.hsm.HsmFailure;
import coffer.hsm.HsmKey;
import coffer.hsm.HsmMember;
import coffer.hsm.Material;
import coffer.hsm.Sealed;
import coffer.model.EncryptionAlgorithm;
import coffer.model.KeySpec;
import coffer.model.SigningAlgorithm;
import coffer.model.WrapFormat;
import coffer.model.WrappedKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Keys that rest inside an HSM: found by their version, handed to another member as their wrapped
/// copy, there until they are removed.
public interface InstalledKeysContract extends HsmFixture {
  @ParameterizedTest
  @EnumSource(
      value = KeySpec.class,
      names = {"ALIYUN_AES_256", "RSA_2048", "EC_P256", "HMAC_SHA256"})
  default void installedKeyDoesWhatTheWrappedOneDoes(KeySpec spec) {
    Material wrapped = material(first(), spec, spec.usages());
    refuses(HsmFailure.ABSENT, () -> first().unwrap(inside(wrapped)));
    first().install(wrapped);
    first().install(wrapped);
    try {
      HsmKey resting = unwrap(first(), inside(wrapped));
      assertSame(spec, wrapped, resting, unwrap(second(), wrapped));
      assertThat(first().installed()).contains(wrapped.version());
    } finally {
      first().uninstall(wrapped.version());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = KeySpec.class,
      names = {"ALIYUN_AES_128", "RSA_2048", "EC_P256", "HMAC_SHA512"})
  default void copyOfAnInstalledKeyInstallsElsewhere(KeySpec spec) {
    Material wrapped = material(first(), spec, spec.usages());
    first().install(wrapped);
    try {
      WrappedKey copy = first().installedCopy(wrapped.version()).orElseThrow();
      assertThat(copy.wrapped()).isEqualTo(wrapped.wrapped().wrapped());
      assertThat(copy.format()).isEqualTo(wrapped.wrapped().format());
      assertThat(copy.kekVersion()).isEqualTo(wrapped.wrapped().kekVersion());
      byte[] publicKey = wrapped.wrapped().publicKey();
      second()
          .install(
              wrapped.with(
                  new WrappedKey(copy.kekVersion(), copy.format(), copy.wrapped(), publicKey)));
      HsmKey one = unwrap(first(), inside(wrapped));
      assertSame(spec, wrapped, one, unwrap(second(), inside(wrapped)));
    } finally {
      first().uninstall(wrapped.version());
      second().uninstall(wrapped.version());
    }
  }

  @Test
  default void uninstalledKeyIsGone() {
    Material wrapped = material(first(), KeySpec.HMAC_SHA256, KeySpec.HMAC_SHA256.usages());
    first().install(wrapped);
    HsmKey key = unwrap(first(), inside(wrapped));
    first().uninstall(wrapped.version());
    first().uninstall(wrapped.version());
    assertThat(first().installed()).doesNotContain(wrapped.version());
    assertThat(first().installedCopy(wrapped.version())).isEmpty();
    refuses(HsmFailure.ABSENT, () -> first().unwrap(inside(wrapped)));
    first().release(key);
  }

  @Test
  default void installedKeySurvivesReleaseAndReopening() {
    TestToken token = freshToken();
    HsmMember member = open(token);
    member.ensureDomainKeys(1);
    Material wrapped = material(member, KeySpec.HMAC_SHA256, KeySpec.HMAC_SHA256.usages());
    member.install(wrapped);
    HsmKey key = member.unwrap(inside(wrapped));
    byte[] mac = member.mac(key, NONE);
    member.release(key);
    refuses(HsmFailure.STALE_KEY, () -> member.mac(key, NONE));
    HsmKey released = member.unwrap(inside(wrapped));
    assertThat(member.mac(released, NONE)).isEqualTo(mac);
    member.release(released);
    member.close();
    HsmMember again = open(token);
    assertThat(again.installed()).containsExactly(wrapped.version());
    HsmKey reopened = again.unwrap(inside(wrapped));
    assertThat(again.mac(reopened, NONE)).isEqualTo(mac);
    again.release(reopened);
    again.destroyDomainKeys();
    assertThat(again.installed()).isEmpty();
    again.close();
  }

  @Test
  default void installRefusesWhatDoesNotUnwrap() {
    Material wrapped = material(first(), KeySpec.ALIYUN_AES_256, KeySpec.ALIYUN_AES_256.usages());
    WrappedKey key = wrapped.wrapped();
    Material tampered =
        wrapped.with(
            new WrappedKey(
                key.kekVersion(), key.format(), flipped(key.wrapped(), 5), key.publicKey()));
    refuses(HsmFailure.BAD_CIPHERTEXT, () -> first().install(tampered));
    assertThat(first().installed()).doesNotContain(wrapped.version());
  }

  /// As the store keeps it.
  private static Material inside(Material wrapped) {
    WrappedKey key = wrapped.wrapped();
    return wrapped.with(
        new WrappedKey(
            key.kekVersion(),
            WrapFormat.INTERNAL,
            PublicSide.sha256(key.wrapped()),
            key.publicKey()));
  }

  private void assertSame(KeySpec spec, Material wrapped, HsmKey one, HsmKey other) {
    switch (spec.family()) {
      case AES -> {
        Sealed sealed = encrypt(first(), one, CipherParameters.gcm(NONE, NONE), new byte[] {7});
        CipherParameters how = CipherParameters.gcm(sealed.iv(), NONE);
        assertThat(decrypt(second(), other, how, sealed.ciphertext())).containsExactly(7);
      }
      case HMAC ->
          assertThat(first().mac(one, NONE)).isEqualTo(second().mac(other, NONE)).isNotEmpty();
      case RSA -> {
        EncryptionAlgorithm oaep = EncryptionAlgorithm.RSAES_OAEP_SHA_1;
        byte[] sealed = PublicSide.encrypt(oaep, wrapped.wrapped().publicKey(), new byte[] {7});
        CipherParameters how = CipherParameters.rsa(oaep);
        assertThat(decrypt(first(), one, how, sealed)).containsExactly(7);
        assertThat(decrypt(second(), other, how, sealed)).containsExactly(7);
      }
      case EC -> {
        byte[] message = {7};
        byte[] digest = PublicSide.sha256(message);
        SigningAlgorithm how = SigningAlgorithm.ECDSA_SHA_256;
        byte[] publicKey = wrapped.wrapped().publicKey();
        assertThat(
                PublicSide.verifies(spec, how, publicKey, message, first().sign(one, how, digest)))
            .isTrue();
        assertThat(
                PublicSide.verifies(
                    spec, how, publicKey, message, second().sign(other, how, digest)))
            .isTrue();
      }
    }
  }
}
