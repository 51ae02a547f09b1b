package coffer.compat.dkms;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.InstanceRequest;
import coffer.compat.harness.Proto;
import coffer.compat.harness.ServerHome;
import coffer.compat.harness.SharedServer;
import java.time.Duration;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/// After all others: what they were refused stands in the audit trail, and the server stops well.
@Order(Integer.MAX_VALUE)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(SharedServer.class)
class AuditTrailTest {
  private final ServerHome home;

  AuditTrailTest(ServerHome home) {
    this.home = home;
  }

  @Test
  @Order(1)
  void everyRefusalOfAKnownCallerIsRecorded() throws Exception {
    Application application = Application.shared(home);
    Refusal.expect(
        404, "Forbidden.KeyNotFound", () -> application.encrypt("key-nowhere", new byte[1]));
    System.out.println("MEASURED refusals looked up: " + Refusal.requestIds().size());
    assertThat(home.audit().requestIds()).containsAll(Refusal.requestIds());
  }

  @Test
  @Order(2)
  void aStrangerIsRecordedAtMostOnceASecond() throws Exception {
    Application application = Application.shared(home);
    Thread.sleep(Duration.ofMillis(2500));
    InstanceRequest.Answer answer =
        InstanceRequest.of(
                "GenerateRandom", new Proto().number(1, 8).encoded(), application.files())
            .with("authorization", "Bearer " + "A".repeat(342) + "==")
            .send(home.server());
    assertThat(answer.errorCode()).isEqualTo("SignatureNotMatch");
    assertThat(home.audit().outcomes()).contains("SIGNATURE_NOT_MATCH");
  }

  @Test
  @Order(3)
  void theTrailIsSoundWhileTheServerRuns() {
    home.audit().requireSound();
  }

  @Test
  @Order(4)
  void theServerStopsInOrderAndLeavesASoundTrail() {
    home.server().stop();
    home.audit().requireSound();
  }
}
