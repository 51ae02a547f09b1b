package coffer.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import coffer.hsm.CipherParameters;
import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.HsmKey;
import coffer.hsm.HsmMember;
import coffer.hsm.Material;
import coffer.hsm.Opened;
import coffer.hsm.Sealed;
import coffer.model.EncryptionAlgorithm;
import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import coffer.model.KeyVersionId;
import coffer.model.PaddingMode;
import coffer.model.SecretBytes;
import coffer.model.WrapFormat;
import coffer.model.WrappedKey;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// What the themes of `HsmContract` share: two members of one cluster, and keys on them.
public interface HsmFixture {
  byte[] NONE = {};

  HsmMember first();

  /// Has the domain keys of `first`, by transport.
  HsmMember second();

  /// A token of its own, for tests that change or close it. Closed by the contract.
  TestToken freshToken();

  /// Opens a token and remembers to close it.
  HsmMember open(TestToken token);

  /// Specs whose keys these HSMs cannot have: their driver must refuse each by name, and warn.
  default Set<KeySpec> lacks() {
    return Set.of();
  }

  /// Whether the security officer lives on beside the crypto user, so that domain keys leave only
  /// with the officer's trust. A driver whose HSMs do not know that must warn.
  default boolean trustsOfficer() {
    return true;
  }

  /// Asserts the refusal of a spec that is lacking.
  ///
  /// @return false when it is not lacking, so that the test goes on
  default boolean refusesLacking(KeySpec spec) {
    if (!lacks().contains(spec)) {
      return false;
    }
    WrapFormat format = material(KeySpec.RSA_2048).wrapped().format();
    WrappedKey foreign = new WrappedKey(1, format, new byte[144], new byte[0]);
    KeyVersionId version = new KeyVersionId(new UUID(0, 0));
    for (HsmMember member : new HsmMember[] {first(), second()}) {
      ThrowingCallable generate = () -> member.generate(spec, spec.usages());
      ThrowingCallable unwrap =
          () -> member.unwrap(new Material(version, spec, spec.usages(), foreign));
      for (ThrowingCallable call : List.of(generate, unwrap)) {
        refuses(HsmFailure.UNSUPPORTED, call);
        assertThat(catchThrowable(call)).hasMessageContaining(spec.wireName());
      }
      assertThat(member.warnings()).anyMatch(warning -> warning.contains(spec.wireName()));
    }
    return true;
  }

  /// Material of this spec with every usage it may have; made once for a class, on `first`.
  Material material(KeySpec spec);

  /// New material, made by `member`.
  Material material(HsmMember member, KeySpec spec, Set<KeyUsage> usages);

  /// Unwraps, and releases after the test.
  HsmKey unwrap(HsmMember member, Material material);

  default HsmKey key(HsmMember member, KeySpec spec) {
    return unwrap(member, material(spec));
  }

  /// Clones the newest domain keys of `from` to `to`, as a cluster does.
  default void cloneDomainKeys(HsmMember from, TestToken fromToken, HsmMember to) {
    try (SecretBytes officer = fromToken.securityOfficerPin()) {
      int version = from.domainKeyVersion();
      to.importDomainKeys(from.exportDomainKeys(version, to.offerTransport(), officer));
    }
  }

  default Sealed encrypt(HsmMember on, HsmKey key, CipherParameters how, byte[] plaintext) {
    try (SecretBytes secret = SecretBytes.copyOf(plaintext)) {
      return on.encrypt(key, how, secret);
    }
  }

  default byte[] decrypt(HsmMember on, HsmKey key, CipherParameters how, byte[] ciphertext) {
    Opened opened = on.decrypt(key, how, ciphertext);
    try (SecretBytes plaintext = opened.plaintext()) {
      return plaintext.use(byte[]::clone);
    }
  }

  default CipherParameters block(EncryptionAlgorithm algorithm, PaddingMode padding, byte[] iv) {
    return new CipherParameters(algorithm, padding, iv, NONE);
  }

  default void refuses(HsmFailure expected, ThrowingCallable call) {
    refuses(Set.of(expected), call);
  }

  default void refuses(Set<HsmFailure> expected, ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).as("refusal with one of %s", expected).isInstanceOf(HsmException.class);
    assertThat(((HsmException) thrown).failure()).as(thrown.getMessage()).isIn(expected);
  }

  /// The n-th flipped bit.
  default byte[] flipped(byte[] bytes, int bit) {
    byte[] flipped = bytes.clone();
    flipped[bit / 8] ^= (byte) (1 << (bit % 8));
    return flipped;
  }
}
