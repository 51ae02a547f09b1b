package coffer.compat.crash;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.OpenApi;
import coffer.compat.harness.TestServer;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// MigrateKmsInstance to and fro between two clusters, while others make keys and use them: it is
/// done, or can be done again, and no key is lost on the way.
final class InstanceMove implements Deed {
  private static final int KEYS_INSIDE = 3;
  private static final int REST_MILLIS = 50;
  private static final int KILL_AFTER_MILLIS_MAX = 1_500;

  private final KeyCreation keys = new KeyCreation("Aliyun_AES_256");
  private final KeyCreation inside = new KeyCreation("Aliyun_AES_256", "HsmInternal");
  private final SoftwareHsms hsms;
  private volatile List<String> clusters = List.of();
  private volatile String target = "";
  private volatile String instance = "";
  private volatile String certificate = "";
  private volatile boolean acknowledged;

  InstanceMove(SoftwareHsms hsms) {
    this.hsms = hsms;
  }

  @Override
  public String name() {
    return "MigrateKmsInstance";
  }

  @Override
  public void prepare(TestServer server) throws IOException {
    OpenApi own = server.hsmApi();
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
    acknowledged = false;
  }

  private String activated(OpenApi own) throws IOException {
    String id = hsms.certified(own, hsms.enrolled(own, "zone-a"));
    SoftwareHsms.keyed(own, id);
    OpenApi.Answer joined = hsms.join(own, id, hsms.enrolled(own, "zone-b"));
    assertThat(joined.field("Status")).isEqualTo("success");
    return id;
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
    OpenApi.Answer moved = own.change(() -> migrate(own.api()));
    acknowledged = moved.field("Status").equals("success");
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
  public int killAfterMillisMax() {
    return KILL_AFTER_MILLIS_MAX;
  }

  @Override
  public void requireKept(TestServer server, Random random) throws IOException {
    if (acknowledged) {
      assertThat(SoftwareHsms.bound(server)).isEqualTo(target);
    }
    keys.requireKept(server, random);
    inside.requireAllKept(server);
    OpenApi.Answer again = migrate(server.hsmApi());
    for (String job = again.field("JobId"); again.field("Status").equals("running"); ) {
      again = server.hsmApi().call("GetJob", Map.of("JobId", job)).orFail();
    }
    assertThat(again.field("Status")).isEqualTo("success");
    assertThat(SoftwareHsms.bound(server)).isEqualTo(target);
    keys.requireKept(server, random);
    inside.requireAllKept(server);
    requireNothingUnknown(server);
  }

  private void requireNothingUnknown(TestServer server) throws IOException {
    OpenApi.Answer held =
        server.hsmApi().call("GetClusterKeys", Map.of("ClusterId", target)).orFail();
    assertThat(held.json().replaceAll("\\s", "")).doesNotContain("\"UnknownKeyVersionIds\":[\"");
  }

  @Override
  public void requireAllKept(TestServer server) throws IOException {
    keys.requireAllKept(server);
  }
}
