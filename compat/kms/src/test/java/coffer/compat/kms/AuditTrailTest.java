package coffer.compat.kms;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.ServerHome;
import coffer.compat.harness.SharedServer;
import com.aliyun.kms20160120.Client;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// After all others: what they were refused stands in the audit trail, and the server stops well.
@Order(Integer.MAX_VALUE)
@ExtendWith(SharedServer.class)
class AuditTrailTest {
  private final ServerHome home;

  AuditTrailTest(ServerHome home) {
    this.home = home;
  }

  @Test
  void everyRefusalIsRecordedAndTheTrailIsSound() throws Exception {
    Client sdk = Sdk.client(home, SignatureVersion.V3);
    Sdk.expectRefusal(400, "InvalidParameter", () -> Sdk.createKey(sdk, "nonsense"));
    assertThat(home.audit().requestIds()).containsAll(Sdk.refusedRequestIds());
    home.server().stop();
    home.audit().requireSound();
  }
}
