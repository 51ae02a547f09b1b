package coffer.compat.crash;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.OpenApi;
import coffer.compat.harness.TestServer;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Random;

/// JoinCluster while others use the cluster: it is done, or can be done again. The HSM leaves when
/// it was looked at.
final class MemberJoin implements Deed {
  private static final int REST_MILLIS = 50;
  private static final int KILL_AFTER_MILLIS_MAX = 500;

  private final KeyCreation keys = new KeyCreation("Aliyun_AES_256");
  private final SoftwareHsms hsms;
  private volatile String cluster = "";
  private volatile String hsm = "";
  private volatile boolean acknowledged;

  MemberJoin(SoftwareHsms hsms) {
    this.hsms = hsms;
  }

  @Override
  public String name() {
    return "JoinCluster";
  }

  @Override
  public void prepare(TestServer server) throws IOException {
    cluster = SoftwareHsms.bound(server);
    hsm = hsms.enrolled(server.hsmApi(), "zone-c");
    acknowledged = false;
  }

  @Override
  public void step(Client client) throws IOException {
    if (client.number() != 0) {
      keys.stepUncounted(client);
      return;
    }
    if (acknowledged) {
      client.rest(Instant.now().plusMillis(REST_MILLIS));
      return;
    }
    Client own = client.of(client.api().hsm());
    OpenApi.Answer joined = own.change(() -> hsms.join(own.api(), cluster, hsm));
    acknowledged = joined.field("Status").equals("success");
  }

  @Override
  public int killAfterMillisMax() {
    return KILL_AFTER_MILLIS_MAX;
  }

  @Override
  public void requireKept(TestServer server, Random random) throws IOException {
    OpenApi own = server.hsmApi();
    if (!isMember(own)) {
      assertThat(acknowledged).as("a member that was answered is gone").isFalse();
      assertThat(hsms.join(own, cluster, hsm).field("Status")).isEqualTo("success");
    }
    assertThat(isMember(own)).isTrue();
    own.call("LeaveCluster", Map.of("ClusterId", cluster, "InstanceId", hsm)).orFail();
    own.call("DeregisterInstance", Map.of("InstanceId", hsm)).orFail();
    keys.requireKept(server, random);
  }

  private boolean isMember(OpenApi own) throws IOException {
    return own.call("GetCluster", Map.of("ClusterId", cluster)).orFail().json().contains(hsm);
  }

  @Override
  public void requireAllKept(TestServer server) throws IOException {
    keys.requireAllKept(server);
  }
}
