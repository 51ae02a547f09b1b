package coffer.compat.crash;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.OpenApi;
import coffer.compat.harness.TestServer;
import java.io.IOException;
import java.util.Map;

/// JoinCluster to the cluster that others use. The HSM leaves when it was looked at.
final class MemberJoin extends ClusterStep {
  private volatile String cluster = "";
  private volatile String hsm = "";

  MemberJoin(SoftwareHsms hsms) {
    super(hsms);
  }

  @Override
  public String name() {
    return "JoinCluster";
  }

  @Override
  public int killAfterMillisMax() {
    return 500;
  }

  @Override
  void begin(OpenApi own, TestServer server) throws IOException {
    cluster = SoftwareHsms.bound(server);
    hsm = hsms.enrolled(own, "zone-c");
  }

  @Override
  boolean take(OpenApi own) throws IOException {
    return hsms.join(own, cluster, hsm).field("Status").equals("success");
  }

  @Override
  void requireTaken(OpenApi own, boolean answered, TestServer server) throws IOException {
    if (!isMember(own)) {
      assertThat(answered).as("a member that was answered is gone").isFalse();
      assertThat(hsms.join(own, cluster, hsm).field("Status")).isEqualTo("success");
    }
    assertThat(isMember(own)).isTrue();
    own.call("LeaveCluster", Map.of("ClusterId", cluster, "InstanceId", hsm)).orFail();
    own.call("DeregisterInstance", Map.of("InstanceId", hsm)).orFail();
  }

  private boolean isMember(OpenApi own) throws IOException {
    return own.call("GetCluster", Map.of("ClusterId", cluster)).orFail().json().contains(hsm);
  }
}
