package coffer.hsm.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.HsmMember;
import coffer.hsm.ProbeFact;
import coffer.hsm.TokenStatus;
import coffer.model.KeySpec;
import coffer.model.SecretBytes;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The driver on NSS, where it needs more than `HsmContract` asks: what this module lacks is found
/// by trying, and told.
class NssTest {
  private final Pkcs11Provider provider = new Pkcs11Provider();

  /// Every token has the serial number 0: labels tell them apart.
  @Test
  void tokensOfOneModuleAreToldApartByLabel() {
    TokenStatus one = provider.status(Nss.token(0));
    TokenStatus other = provider.status(Nss.token(1));
    assertThat(one.state()).isEqualTo(TokenStatus.State.READY);
    assertThat(one.identity().orElseThrow().serial())
        .isEqualTo(other.identity().orElseThrow().serial());
    assertThat(one.identity()).isNotEqualTo(other.identity());
  }

  @Test
  void weakGuardsAreWarnings() {
    try (HsmMember member = open(0)) {
      member.ensureDomainKeys(1);
      assertThat(member.warnings())
          .anyMatch(warning -> warning.contains("readable"))
          .anyMatch(warning -> warning.contains("trusted"))
          .anyMatch(warning -> warning.contains("EC_P256K"));
    }
  }

  @Test
  void lackingCurveIsRefusedWithModuleAndMechanism() {
    try (HsmMember member = open(0)) {
      member.ensureDomainKeys(1);
      KeySpec spec = KeySpec.EC_P256K;
      assertThatThrownBy(() -> member.generate(spec, spec.usages()))
          .isInstanceOfSatisfying(
              HsmException.class,
              refusal -> assertThat(refusal.failure()).isEqualTo(HsmFailure.UNSUPPORTED))
          .hasMessageContaining("module nss")
          .hasMessageContaining("EC_P256K")
          .hasMessageContaining("CKM_EC_KEY_PAIR_GEN");
    }
  }

  @Test
  void probesTellHowItDiffers() {
    try (HsmMember member = open(1)) {
      Map<String, String> facts =
          member.probes().stream().collect(Collectors.toMap(ProbeFact::name, ProbeFact::result));
      assertThat(facts)
          .containsEntry("CKM_AES_KEY_WRAP_PAD (0x210a) makes", "RFC 3394 after PKCS #5 padding")
          .containsEntry("CKM_AES_KEY_WRAP_KWP (0x210b) makes", "RFC 5649")
          .containsEntry("OAEP with SHA-256", "in the HSM")
          .containsEntry("IV of AES-GCM", "as given");
      assertThat(facts.get("hostile unwrap")).startsWith("POSSIBLE");
      assertThat(facts.get("trusted wrapping keys")).startsWith("NOT KNOWN");
      assertThat(facts.get("EC_P256 private keys unwrap")).contains("CKA_NSS_DB");
      assertThat(facts.get("threads")).contains("1 thread ");
      assertThat(member.domainKeyVersion()).isZero();
    }
  }

  /// There is no officer beside kmsuser who could set another.
  @Test
  void usersPinIsOnlyCompared() {
    try (SecretBytes officer = SoftHsm.officerPin();
        SecretBytes pin = SoftHsm.pin();
        SecretBytes wrong = SoftHsm.secret("90817263")) {
      provider.setCryptoUser(Nss.token(2), officer, pin);
      assertThatThrownBy(() -> provider.setCryptoUser(Nss.token(2), officer, wrong))
          .isInstanceOfSatisfying(
              HsmException.class,
              refusal -> assertThat(refusal.failure()).isEqualTo(HsmFailure.CREDENTIAL))
          .hasMessageContaining("no security officer");
    }
  }

  private HsmMember open(int token) {
    try (SecretBytes pin = SoftHsm.pin()) {
      return provider.open(Nss.token(token), pin);
    }
  }
}
