package coffer.compat.dkms;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.ServerHome;
import coffer.compat.harness.SharedServer;
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
  void everyRefusalOfAKnownCallerIsRecorded() {
    assertThat(home.audit().requestIds()).containsAll(Refusal.requestIds());
  }

  @Test
  @Order(2)
  void theTrailIsSoundWhileTheServerRuns() {
    home.audit().requireSound();
  }

  @Test
  @Order(3)
  void theServerStopsInOrderAndLeavesASoundTrail() {
    home.server().stop();
    home.audit().requireSound();
  }
}
