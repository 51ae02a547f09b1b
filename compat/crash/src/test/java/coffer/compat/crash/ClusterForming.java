package coffer.compat.crash;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.OpenApi;
import coffer.compat.harness.TestServer;
import java.io.IOException;
import java.util.Map;

/// CreateCryptoUser and InitializeCluster, of which the later makes the first KEK. The cluster goes
/// when it was looked at.
final class ClusterForming extends ClusterStep {
  private volatile String master = "";
  private volatile String cluster = "";

  ClusterForming(SoftwareHsms hsms) {
    super(hsms);
  }

  @Override
  public String name() {
    return "InitializeCluster";
  }

  @Override
  public int killAfterMillisMax() {
    return 400;
  }

  @Override
  void begin(OpenApi own, TestServer server) throws IOException {
    master = hsms.enrolled(own, "zone-a");
    cluster = hsms.certified(own, master);
  }

  @Override
  boolean take(OpenApi own) throws IOException {
    SoftwareHsms.keyed(own, cluster);
    return true;
  }

  @Override
  void requireTaken(OpenApi own, boolean answered, TestServer server) throws IOException {
    if (answered) {
      assertThat(kek(own)).isEqualTo("1");
    }
    SoftwareHsms.keyed(own, cluster);
    assertThat(kek(own)).isEqualTo("1");
    OpenApi.Answer is = own.call("GetCluster", Map.of("ClusterId", cluster)).orFail();
    assertThat(is.field("Status")).isEqualTo("INITIALIZED");
    own.call("LeaveCluster", Map.of("ClusterId", cluster, "InstanceId", master)).orFail();
    own.call("DeleteCluster", Map.of("ClusterId", cluster)).orFail();
    own.call("DeregisterInstance", Map.of("InstanceId", master)).orFail();
  }

  private String kek(OpenApi own) throws IOException {
    return own.call("GetClusterKeys", Map.of("ClusterId", cluster)).orFail().field("KekVersion");
  }
}
