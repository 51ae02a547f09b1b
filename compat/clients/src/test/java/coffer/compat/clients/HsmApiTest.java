package coffer.compat.clients;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.OwnHsms;
import coffer.compat.harness.ServerHome;
import coffer.compat.harness.SoftHsmTokens;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import org.junit.jupiter.api.Test;

/// The SDK of the HSM OpenAPI takes two tokens in two zones to a cluster that an instance serves
/// from; what that API has no action for is done on the command line.
class HsmApiTest {
  private static final String CERTIFICATE = "-----BEGIN CERTIFICATE-----";

  @Test
  void theSdkMakesACluster() {
    ServerHome.WithTokens made = ServerHome.besideTokens();
    try (ServerHome home = made.home()) {
      home.start();
      OwnHsms owner = new OwnHsms(home, made.tokens());
      String first = owner.enrolled(SoftHsmTokens.LABELS.getFirst(), "zone-a");
      String second = owner.enrolled(SoftHsmTokens.LABELS.getLast(), "zone-b");
      try (Child sdk =
          Child.start(SdkSet.PYTHON_HSM, home, home.clientKey("beside"), "localhost")) {
        String cluster = created(sdk, owner, first);
        joined(sdk, owner, cluster, second);
        owner.instance(cluster);
        looked(sdk, cluster, first);
        refused(sdk, cluster, first);
      }
      home.audit().requireSound();
    }
  }

  private static String created(Child sdk, OwnHsms owner, String master) {
    String cluster =
        sdk.call(
                "CreateCluster",
                Fields.none().with("ClusterName", "by-sdk").with("MasterInstanceId", master))
            .orFail()
            .text("ClusterId");
    sdk.call(
            "ConfigClusterSubnet",
            of(cluster).with("VpcId", "vpc-1").with("VSwitchIds", "[\"vsw-a\",\"vsw-b\"]"))
        .orFail();
    sdk.call("ConfigClusterWhitelist", of(cluster).with("Whitelist", "10.0.0.0/8,192.0.2.1"))
        .orFail();
    assertThat(text(cluster(sdk, cluster), "Status")).isEqualTo("NEW");
    OwnHsms.Signed signed = owner.sign(text(cluster(sdk, cluster), "ClusterCsr"));
    sdk.call(
            "ConfigClusterCertificate",
            of(cluster)
                .with("ClusterCertificate", signed.certificate())
                .with("IssuerCertificate", signed.issuer()))
        .orFail();
    sdk.call("InitializeCluster", of(cluster)).orFail();
    assertThat(text(cluster(sdk, cluster), "Status")).isEqualTo("INITIALIZED");
    return cluster;
  }

  private static void joined(Child sdk, OwnHsms owner, String cluster, String hsm) {
    owner.createCryptoUser(cluster);
    Answer begun = sdk.call("JoinCluster", of(cluster).with("InstanceId", hsm)).orFail();
    String id = text(begun.fields().getAsJsonObject("Job"), "JobId");
    JsonObject job = job(sdk, id);
    for (int i = 0; i < 60 && text(job, "Status").equals("running"); i++) {
      pause();
      job = job(sdk, id);
    }
    assertThat(text(job, "Status")).as("%s", job).isEqualTo("success");
    assertThat(job.get("Progress").getAsInt()).isEqualTo(100);
    assertThat(job.get("Completed").getAsBoolean()).isTrue();
    Answer synced = sdk.call("SyncCluster", of(cluster)).orFail();
    assertThat(text(synced.fields().getAsJsonObject("Job"), "Response")).contains("synchronised");
  }

  private static void looked(Child sdk, String cluster, String master) {
    JsonObject found = cluster(sdk, cluster);
    assertThat(text(found, "Status")).isEqualTo("ACTIVATED");
    assertThat(text(found, "ClusterCertificate")).startsWith(CERTIFICATE);
    assertThat(text(found, "ClusterOwnerCertificate")).startsWith(CERTIFICATE);
    assertThat(text(found, "Whitelist")).isEqualTo("10.0.0.0/8,192.0.2.1");
    assertThat(found.getAsJsonArray("Instances")).hasSize(2);
    assertThat(found.getAsJsonArray("Zones")).hasSize(2);
    JsonObject hsm =
        sdk.call("GetInstance", Fields.none().with("InstanceId", master))
            .orFail()
            .fields()
            .getAsJsonObject("Instance");
    assertThat(text(hsm, "Status")).isEqualTo("ACTIVE");
    assertThat(hsm.get("Master").getAsBoolean()).isTrue();
    assertThat(text(hsm, "ClusterId")).isEqualTo(cluster);
    assertThat(sdk.call("ListInstances", Fields.none()).orFail().fields().get("Total").getAsInt())
        .isGreaterThanOrEqualTo(2);
    assertThat(sdk.call("ListClusters", Fields.none()).orFail().fields().toString())
        .contains(cluster);
    JsonArray regions =
        sdk.call("DescribeRegions", Fields.none()).orFail().fields().getAsJsonArray("Regions");
    assertThat(regions.get(0).getAsJsonObject().getAsJsonArray("Zones").toString())
        .contains("zone-a", "zone-b");
  }

  private static void refused(Child sdk, String cluster, String master) {
    sdk.call("GetCluster", of("cluster-0000000000000000"))
        .refused(404, "Forbidden.ResourceNotFound");
    sdk.call("GetJob", Fields.none().with("JobId", "job-x"))
        .refused(404, "Forbidden.ResourceNotFound");
    sdk.call("ConfigClusterWhitelist", of(cluster).with("Whitelist", "0.0.0.0/0"))
        .refused(400, "InvalidParameter");
    sdk.call("LeaveCluster", of(cluster).with("InstanceId", master))
        .refused(409, "Rejected.ClusterStateInvalid");
  }

  private static JsonObject cluster(Child sdk, String id) {
    return sdk.call("GetCluster", of(id)).orFail().fields().getAsJsonObject("Cluster");
  }

  private static JsonObject job(Child sdk, String id) {
    return sdk.call("GetJob", Fields.none().with("JobId", id))
        .orFail()
        .fields()
        .getAsJsonObject("Job");
  }

  private static Fields of(String cluster) {
    return Fields.none().with("ClusterId", cluster);
  }

  private static String text(JsonObject object, String name) {
    assertThat(object.has(name)).as("%s in %s", name, object).isTrue();
    return object.get(name).getAsString();
  }

  private static void pause() {
    try {
      Thread.sleep(500);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
