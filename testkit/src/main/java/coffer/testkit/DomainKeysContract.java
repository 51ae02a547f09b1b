package coffer.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.HsmMember;
import coffer.hsm.Material;
import coffer.hsm.TransportedKeys;
import coffer.model.KeySpec;
import coffer.model.SecretBytes;
import coffer.model.WrappedKey;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// KEK and integrity key: made once, cloned, kept by version.
public interface DomainKeysContract extends HsmFixture {
  @Test
  default void domainKeysAreMadeOnceAndSurviveReopening() {
    TestToken token = freshToken();
    HsmMember member = open(token);
    assertThat(member.domainKeyVersion()).isZero();
    member.ensureDomainKeys(1);
    assertThat(member.domainKeyVersion()).isEqualTo(1);
    Material material = aes(member);
    byte[] mac = member.integrity(NONE);
    member.ensureDomainKeys(1);
    member.close();
    HsmMember again = open(token);
    again.ensureDomainKeys(1);
    assertThat(again.domainKeyVersion()).isEqualTo(1);
    assertThat(again.integrity(NONE)).isEqualTo(mac);
    unwrap(again, material);
  }

  @Test
  default void newVersionWrapsAndOldOnesStillUnwrap() {
    TestToken token = freshToken();
    HsmMember member = open(token);
    member.ensureDomainKeys(1);
    HsmMember other = open(freshToken());
    cloneDomainKeys(member, token, other);
    Material old = aes(member);
    byte[] mac = member.integrity(NONE);
    member.ensureDomainKeys(2);
    assertThat(member.domainKeyVersion()).isEqualTo(2);
    assertThat(member.integrity(NONE)).isNotEqualTo(mac);
    Material young = aes(member);
    assertThat(young.wrapped().kekVersion()).isEqualTo(2);
    cloneDomainKeys(member, token, other);
    assertThat(other.domainKeyVersion()).isEqualTo(2);
    assertThat(other.integrity(NONE)).isEqualTo(member.integrity(NONE));
    for (HsmMember m : new HsmMember[] {member, other}) {
      unwrap(m, old);
      unwrap(m, young);
    }
  }

  @Test
  default void newVersionRestsUnusedUntilItIsTold() {
    TestToken token = freshToken();
    HsmMember member = open(token);
    member.ensureDomainKeys(1);
    member.useDomainKeys(1);
    refuses(HsmFailure.UNAVAILABLE, () -> member.useDomainKeys(2));
    byte[] mac = member.integrity(NONE);
    member.ensureDomainKeys(2);
    assertThat(member.domainKeyVersions()).containsExactlyInAnyOrder(1, 2);
    assertThat(member.domainKeyVersion()).isEqualTo(1);
    assertThat(member.integrity(NONE)).isEqualTo(mac);
    assertThat(aes(member).wrapped().kekVersion()).isEqualTo(1);
    KeySpec spec = KeySpec.HMAC_SHA256;
    WrappedKey probe = member.generate(2, spec, spec.usages());
    assertThat(probe.kekVersion()).isEqualTo(2);
    unwrap(member, material(member, spec, spec.usages()).with(probe));
    member.useDomainKeys(2);
    assertThat(member.domainKeyVersion()).isEqualTo(2);
    assertThat(aes(member).wrapped().kekVersion()).isEqualTo(2);
    assertThat(member.integrity(1, NONE)).isEqualTo(mac).isNotEqualTo(member.integrity(NONE));
    refuses(HsmFailure.UNSUPPORTED, () -> member.integrity(3, NONE));
  }

  @Test
  default void discardedVersionIsGoneAndTheOthersStay() {
    HsmMember member = open(freshToken());
    member.ensureDomainKeys(1);
    member.useDomainKeys(1);
    Material material = aes(member);
    member.ensureDomainKeys(2);
    byte[] mac = member.integrity(2, NONE);
    member.discardDomainKeys(2);
    member.discardDomainKeys(2);
    assertThat(member.domainKeyVersions()).containsExactly(1);
    unwrap(member, material);
    member.ensureDomainKeys(2);
    assertThat(member.integrity(2, NONE)).isNotEqualTo(mac);
  }

  /// One version that leaves would be enough to read what is under it.
  @Test
  default void sealedKeysOfEveryVersionStay() {
    TestToken token = freshToken();
    HsmMember member = open(token);
    member.ensureDomainKeys(1);
    member.ensureDomainKeys(2);
    Material material = aes(member);
    byte[] transport = open(freshToken()).offerTransport();
    if (!trustsOfficer()) {
      refuses(HsmFailure.UNSUPPORTED, member::sealDomainKeys);
      unwrap(member, material);
      return;
    }
    member.sealDomainKeys();
    try (SecretBytes officer = token.securityOfficerPin()) {
      for (int version : new int[] {1, 2}) {
        assertThatThrownBy(() -> member.exportDomainKeys(version, transport, officer))
            .isInstanceOf(HsmException.class);
      }
    }
    unwrap(member, material);
    assertThat(member.domainKeyVersions()).containsExactlyInAnyOrder(1, 2);
  }

  /// What is left is an HSM that may join another cluster.
  @Test
  default void destroyedDomainKeysAreGoneAndTheIdentityStays() {
    TestToken token = freshToken();
    HsmMember member = open(token);
    byte[] ident = member.ensureIdent();
    member.ensureDomainKeys(1);
    Material material = aes(member);
    byte[] mac = member.integrity(NONE);
    member.destroyDomainKeys();
    member.destroyDomainKeys();
    assertThat(member.domainKeyVersion()).isZero();
    member.ensureDomainKeys(1);
    assertThat(member.integrity(NONE)).isNotEqualTo(mac);
    refuses(HsmFailure.BAD_CIPHERTEXT, () -> member.unwrap(material));
    assertThat(member.ensureIdent()).isEqualTo(ident);
    member.close();
  }

  @Test
  default void importedTwiceIsHarmless() {
    TestToken token = freshToken();
    HsmMember member = open(token);
    member.ensureDomainKeys(1);
    Material material = aes(member);
    TestToken otherToken = freshToken();
    HsmMember other = open(otherToken);
    TransportedKeys keys = export(member, token, other.offerTransport());
    other.importDomainKeys(keys);
    other.importDomainKeys(keys);
    cloneDomainKeys(member, token, other);
    unwrap(other, material);
    other.close();
    HsmMember again = open(otherToken);
    assertThat(again.domainKeyVersion()).isEqualTo(1);
    assertThat(again.integrity(NONE)).isEqualTo(member.integrity(NONE));
    unwrap(again, material);
  }

  @Test
  default void transportOpensOnlyForWhomItWasSealed() {
    TestToken token = freshToken();
    HsmMember member = open(token);
    member.ensureDomainKeys(1);
    HsmMember other = open(freshToken());
    HsmMember third = open(freshToken());
    TransportedKeys keys = export(member, token, other.offerTransport());
    third.offerTransport();
    refuses(HsmFailure.BAD_CIPHERTEXT, () -> third.importDomainKeys(keys));
    assertThat(third.domainKeyVersion()).isZero();
    TransportedKeys tampered = new TransportedKeys(1, keys.kek(), flipped(keys.integrity(), 1000));
    refuses(HsmFailure.BAD_CIPHERTEXT, () -> other.importDomainKeys(tampered));
    assertThat(other.domainKeyVersion()).isZero();
  }

  @Test
  default void exportTakesTheRightSecurityOfficer() {
    TestToken token = freshToken();
    HsmMember member = open(token);
    member.ensureDomainKeys(1);
    HsmMember other = open(freshToken());
    byte[] transport = other.offerTransport();
    try (SecretBytes wrong = SecretBytes.owning("90817263".getBytes(US_ASCII))) {
      if (trustsOfficer()) {
        refuses(HsmFailure.CREDENTIAL, () -> member.exportDomainKeys(1, transport, wrong));
      } else {
        assertThat(member.warnings()).anyMatch(warning -> warning.contains("can export the KEK"));
        assertThat(member.exportDomainKeys(1, transport, wrong).version()).isEqualTo(1);
      }
    }
    other.importDomainKeys(export(member, token, transport));
    assertThat(other.domainKeyVersion()).isEqualTo(1);
  }

  private TransportedKeys export(HsmMember from, TestToken token, byte[] transport) {
    try (SecretBytes officer = token.securityOfficerPin()) {
      return from.exportDomainKeys(1, transport, officer);
    }
  }

  private Material aes(HsmMember member) {
    KeySpec spec = KeySpec.ALIYUN_AES_256;
    return material(member, spec, Set.copyOf(spec.usages()));
  }
}
