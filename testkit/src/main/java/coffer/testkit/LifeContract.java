package coffer.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import coffer.hsm.CipherParameters;
import coffer.hsm.HsmFailure;
import coffer.hsm.HsmKey;
import coffer.hsm.HsmMember;
import coffer.hsm.Material;
import coffer.model.KeySpec;
import coffer.model.SecretBytes;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Login, pulse, chance and the end.
public interface LifeContract extends HsmFixture {
  @Test
  default void wrongPinIsRefused() {
    TestToken token = freshToken();
    try (SecretBytes wrong = SecretBytes.owning("90817263".getBytes(US_ASCII))) {
      refuses(HsmFailure.CREDENTIAL, () -> token.open(wrong));
    }
    open(token).ping();
  }

  @Test
  default void pingAnswers() {
    first().ping();
    second().ping();
  }

  @Test
  default void warningsAreSentences() {
    assertThat(first().warnings()).allSatisfy(warning -> assertThat(warning).isNotBlank());
  }

  @Test
  default void randomIsAsLongAsAskedAndNeverTheSame() {
    Set<String> seen = new HashSet<>();
    for (int length = 0; length <= 1024; length += length < 40 ? 1 : 41) {
      try (SecretBytes one = first().random(length);
          SecretBytes other = second().random(length)) {
        assertThat(one.length()).isEqualTo(length);
        if (length >= 12) {
          assertThat(seen.add(one.use(HexFormat.of()::formatHex))).isTrue();
          assertThat(seen.add(other.use(HexFormat.of()::formatHex))).isTrue();
        }
      }
    }
    try (SecretBytes most = first().random(1024)) {
      assertThat(most.length()).isEqualTo(1024);
    }
  }

  @Test
  default void closedMemberIsUnavailable() {
    HsmMember member = open(freshToken());
    member.ensureIdent();
    member.ensureDomainKeys(1);
    KeySpec spec = KeySpec.ALIYUN_AES_256;
    Material material = material(member, spec, spec.usages());
    HsmKey key = member.unwrap(material);
    member.close();
    member.close();
    refuses(HsmFailure.UNAVAILABLE, member::ping);
    refuses(HsmFailure.UNAVAILABLE, () -> member.generate(spec, spec.usages()));
    refuses(HsmFailure.UNAVAILABLE, () -> member.unwrap(material));
    refuses(HsmFailure.UNAVAILABLE, () -> member.random(8));
    refuses(HsmFailure.UNAVAILABLE, () -> member.integrity(NONE));
    refuses(HsmFailure.UNAVAILABLE, () -> member.signAsIdent(NONE));
    refuses(HsmFailure.UNAVAILABLE, member::offerTransport);
    refuses(HsmFailure.UNAVAILABLE, () -> member.ensureDomainKeys(2));
    refuses(
        HsmFailure.UNAVAILABLE, () -> encrypt(member, key, CipherParameters.gcm(NONE, NONE), NONE));
    member.release(key);
    first().ping();
  }
}
