package coffer.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import coffer.hsm.HsmFailure;
import coffer.hsm.HsmKey;
import coffer.hsm.HsmMember;
import coffer.model.KeySpec;
import coffer.model.SigningAlgorithm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Signatures over SHA-256 digests, that others verify.
public interface SignatureContract extends HsmFixture {
  byte[] MESSAGE = "pay 100 to Alice".getBytes(UTF_8);

  @ParameterizedTest
  @EnumSource(
      value = KeySpec.class,
      names = {"RSA_2048", "RSA_3072", "RSA_4096"})
  default void rsaSignaturesVerify(KeySpec spec) {
    signsOnBoth(spec, SigningAlgorithm.RSA_PKCS1_SHA_256);
    signsOnBoth(spec, SigningAlgorithm.RSA_PSS_SHA_256);
  }

  /// Repeated, because a DER integer is a byte longer or shorter now and then.
  @ParameterizedTest
  @EnumSource(
      value = KeySpec.class,
      names = {"EC_P256", "EC_P256K"})
  default void ecdsaSignaturesVerify(KeySpec spec) {
    if (refusesLacking(spec)) {
      return;
    }
    for (int i = 0; i < 50; i++) {
      signsOnBoth(spec, SigningAlgorithm.ECDSA_SHA_256);
    }
  }

  private void signsOnBoth(KeySpec spec, SigningAlgorithm algorithm) {
    byte[] publicKey = material(spec).wrapped().publicKey();
    byte[] digest = PublicSide.sha256(MESSAGE);
    for (HsmMember member : new HsmMember[] {first(), second()}) {
      byte[] signature = member.sign(key(member, spec), algorithm, digest);
      assertThat(PublicSide.verifies(spec, algorithm, publicKey, MESSAGE, signature)).isTrue();
      byte[] other = "pay 900 to Alice".getBytes(UTF_8);
      assertThat(PublicSide.verifies(spec, algorithm, publicKey, other, signature)).isFalse();
    }
    assertThat(digest).isEqualTo(PublicSide.sha256(MESSAGE));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 20, 31, 33, 64})
  default void onlyDigestsOf32BytesAreSigned(int length) {
    HsmKey rsa = key(first(), KeySpec.RSA_2048);
    HsmKey ec = key(first(), KeySpec.EC_P256);
    byte[] digest = new byte[length];
    refuses(HsmFailure.CALLER, () -> first().sign(rsa, SigningAlgorithm.RSA_PKCS1_SHA_256, digest));
    refuses(HsmFailure.CALLER, () -> first().sign(rsa, SigningAlgorithm.RSA_PSS_SHA_256, digest));
    refuses(HsmFailure.CALLER, () -> first().sign(ec, SigningAlgorithm.ECDSA_SHA_256, digest));
  }

  @Test
  default void algorithmsOfAnotherFamilyAreRefused() {
    byte[] digest = PublicSide.sha256(MESSAGE);
    HsmKey rsa = key(first(), KeySpec.RSA_2048);
    HsmKey ec = key(first(), KeySpec.EC_P256);
    refuses(HsmFailure.CALLER, () -> first().sign(rsa, SigningAlgorithm.ECDSA_SHA_256, digest));
    refuses(HsmFailure.CALLER, () -> first().sign(ec, SigningAlgorithm.RSA_PSS_SHA_256, digest));
    refuses(HsmFailure.CALLER, () -> first().sign(ec, SigningAlgorithm.RSA_PKCS1_SHA_256, digest));
  }
}
