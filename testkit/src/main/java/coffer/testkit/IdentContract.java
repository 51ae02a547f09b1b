package coffer.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import coffer.hsm.HsmMember;
import coffer.model.KeySpec;
import coffer.model.SigningAlgorithm;
import org.junit.jupiter.api.Test;

/// A member proves who it is by a key of its own.
public interface IdentContract extends HsmFixture {
  @Test
  default void identIsMadeOnceAndSurvivesReopening() {
    TestToken token = freshToken();
    HsmMember member = open(token);
    assertThat(member.identPublicKey()).isEmpty();
    byte[] made = member.ensureIdent();
    assertThat(member.ensureIdent()).isEqualTo(made);
    assertThat(member.identPublicKey()).hasValueSatisfying(k -> assertThat(k).isEqualTo(made));
    member.close();
    HsmMember again = open(token);
    assertThat(again.identPublicKey()).hasValueSatisfying(k -> assertThat(k).isEqualTo(made));
    assertThat(again.ensureIdent()).isEqualTo(made);
    verifies(again, made);
  }

  @Test
  default void membersAreDifferentPersons() {
    byte[] one = first().ensureIdent();
    byte[] other = second().ensureIdent();
    assertThat(one).isNotEqualTo(other);
    verifies(first(), one);
    verifies(second(), other);
  }

  @Test
  default void identityNamesTheToken() {
    assertThat(first().identity().label()).isNotBlank();
    assertThat(first().identity().serial()).isNotBlank();
    assertThat(first().identity()).isNotEqualTo(second().identity());
    assertThat(first().identity()).isEqualTo(first().identity());
  }

  private static void verifies(HsmMember member, byte[] publicKey) {
    for (String message : new String[] {"", "hello", "x".repeat(5000)}) {
      byte[] bytes = message.getBytes(UTF_8);
      byte[] signature = member.signAsIdent(bytes);
      SigningAlgorithm ecdsa = SigningAlgorithm.ECDSA_SHA_256;
      assertThat(PublicSide.verifies(KeySpec.EC_P256, ecdsa, publicKey, bytes, signature)).isTrue();
    }
  }
}
