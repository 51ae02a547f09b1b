package coffer.compat.crash;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.OpenApi;
import coffer.compat.harness.TestServer;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// MigrateKmsInstance to and fro between two clusters, with keys that are inside their HSMs.
final class InstanceMove extends ClusterStep {
  private static final int KEYS_INSIDE = 3;

  private final KeyCreation inside = new KeyCreation("Aliyun_AES_256", "HsmInternal");
  private volatile List<String> clusters = List.of();
  private volatile String target = "";
  private volatile String instance = "";
  private volatile String certificate = "";

  InstanceMove(SoftwareHsms hsms) {
    super(hsms);
  }

  @Override
  public String name() {
    return "MigrateKmsInstance";
  }

  @Override
  public int killAfterMillisMax() {
    return 1_500;
  }

  @Override
  void begin(OpenApi own, TestServer server) throws IOException {
    if (clusters.isEmpty()) {
      for (int i = 0; i < KEYS_INSIDE; i++) {
        inside.make(server.openApi());
      }
      clusters = List.of(activated(own), activated(own));
      instance = server.openApi().call("ListKmsInstances", Map.of()).field("KmsInstanceId");
    }
    String here = SoftwareHsms.bound(server);
    target = clusters.getFirst().equals(here) ? clusters.getLast() : clusters.getFirst();
    certificate =
        own.call("GetCluster", Map.of("ClusterId", target))
            .orFail()
            .field("ClusterOwnerCertificate")
            .replace("\\n", "\n");
  }

  private String activated(OpenApi own) throws IOException {
    String id = hsms.certified(own, hsms.enrolled(own, "zone-a"));
    SoftwareHsms.keyed(own, id);
    OpenApi.Answer joined = hsms.join(own, id, hsms.enrolled(own, "zone-b"));
    assertThat(joined.field("Status")).isEqualTo("success");
    return id;
  }

  @Override
  boolean take(OpenApi own) throws IOException {
    return migrate(own).field("Status").equals("success");
  }

  private OpenApi.Answer migrate(OpenApi own) throws IOException {
    return own.call(
            "MigrateKmsInstance",
            Map.of(
                "KmsInstanceId",
                instance,
                "HsmClusterId",
                target,
                "HsmPassword",
                SoftwareHsms.USER,
                "SecurityDomainCertificate",
                certificate))
        .orFail();
  }

  @Override
  void requireTaken(OpenApi own, boolean answered, TestServer server) throws IOException {
    if (answered) {
      assertThat(SoftwareHsms.bound(server)).isEqualTo(target);
    }
    inside.requireAllKept(server);
    OpenApi.Answer again = SoftwareHsms.ended(own, migrate(own));
    assertThat(again.field("Status")).isEqualTo("success");
    assertThat(SoftwareHsms.bound(server)).isEqualTo(target);
    inside.requireAllKept(server);
    OpenApi.Answer held = own.call("GetClusterKeys", Map.of("ClusterId", target)).orFail();
    assertThat(held.json().replaceAll("\\s", "")).doesNotContain("\"UnknownKeyVersionIds\":[\"");
  }
}
