package coffer.compat.crash;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.OpenApi;
import coffer.compat.harness.TestServer;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Random;

/// CreateCryptoUser and InitializeCluster, of which the later makes the first KEK, while others
/// make keys elsewhere: it is done, or can be done again. The cluster goes when it was looked at.
final class ClusterForming implements Deed {
  private static final int REST_MILLIS = 50;
  private static final int KILL_AFTER_MILLIS_MAX = 400;

  private final KeyCreation keys = new KeyCreation("Aliyun_AES_256");
  private final SoftwareHsms hsms;
  private volatile String master = "";
  private volatile String cluster = "";
  private volatile boolean acknowledged;

  ClusterForming(SoftwareHsms hsms) {
    this.hsms = hsms;
  }

  @Override
  public String name() {
    return "InitializeCluster";
  }

  @Override
  public void prepare(TestServer server) throws IOException {
    master = hsms.enrolled(server.hsmApi(), "zone-a");
    cluster = hsms.certified(server.hsmApi(), master);
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
    boolean _ =
        own.change(() -> {
          SoftwareHsms.keyed(own.api(), cluster);
          return true;
        });
    acknowledged = true;
  }

  @Override
  public int killAfterMillisMax() {
    return KILL_AFTER_MILLIS_MAX;
  }

  @Override
  public void requireKept(TestServer server, Random random) throws IOException {
    OpenApi own = server.hsmApi();
    if (acknowledged) {
      assertThat(kek(own)).isEqualTo("1");
    }
    SoftwareHsms.keyed(own, cluster);
    assertThat(kek(own)).isEqualTo("1");
    OpenApi.Answer is = own.call("GetCluster", Map.of("ClusterId", cluster)).orFail();
    assertThat(is.field("Status")).isEqualTo("INITIALIZED");
    own.call("LeaveCluster", Map.of("ClusterId", cluster, "InstanceId", master)).orFail();
    own.call("DeleteCluster", Map.of("ClusterId", cluster)).orFail();
    own.call("DeregisterInstance", Map.of("InstanceId", master)).orFail();
    keys.requireKept(server, random);
  }

  private String kek(OpenApi own) throws IOException {
    return own.call("GetClusterKeys", Map.of("ClusterId", cluster)).orFail().field("KekVersion");
  }

  @Override
  public void requireAllKept(TestServer server) throws IOException {
    keys.requireAllKept(server);
  }
}
