package coffer.cli;

import coffer.operations.Api;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Steps 0 and 1 of the demo: what stands there already.
final class DemoCluster {
  private final OpenApi api;
  private final Narration narration;

  DemoCluster(OpenApi api, Narration narration) {
    this.api = api;
    this.narration = narration;
  }

  void showClusters() {
    narration.step("Step 0. The HSM cluster");
    JsonNode clusters = api.call(Api.DES, "ListClusters", Map.of()).path("Clusters");
    if (clusters.isEmpty()) {
      throw new Trouble("there is no HSM cluster");
    }
    for (JsonNode one : clusters) {
      showCluster(Json.text(one, "ClusterId"));
    }
  }

  void showInstance(String id) {
    narration.step("Step 1. The dedicated instance");
    JsonNode instance = KmsInstances.get(api, id);
    String status = Json.text(instance, "Status");
    if (!status.equals("Connected")) {
      throw new Trouble("instance " + id + " is " + status);
    }
    narration.ok("Instance " + id + " is Connected to its cluster");
    for (X509Certificate ca : certificates(instance, "CaCertificateChainPem")) {
      narration.say("CA certificate for applications: " + subject(ca) + until(ca));
    }
  }

  private void showCluster(String id) {
    JsonNode cluster =
        api.call(Api.DES, "GetCluster", Map.of("ClusterId", Value.of(id))).path("Cluster");
    narration.ok("Cluster " + id + " is " + Json.text(cluster, "Status"));
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("MEMBER", "ZONE", "STATUS", "ROLE"));
    for (JsonNode member : cluster.path("Instances")) {
      rows.add(member(Json.text(member, "InstanceId")));
    }
    narration.table(rows);
    for (X509Certificate owner : certificates(cluster, "ClusterOwnerCertificate")) {
      narration.say("Cluster owner's CA:  " + subject(owner) + until(owner));
    }
    for (X509Certificate own : certificates(cluster, "ClusterCertificate")) {
      narration.say(
          "Cluster certificate: "
              + subject(own)
              + ", issued by "
              + own.getIssuerX500Principal().getName()
              + until(own));
    }
  }

  private List<String> member(String id) {
    JsonNode member =
        api.call(Api.DES, "GetInstance", Map.of("InstanceId", Value.of(id))).path("Instance");
    return List.of(
        id,
        Json.text(member, "ZoneId"),
        Json.text(member, "Status"),
        isMaster(member) ? "master" : "member");
  }

  private static boolean isMaster(JsonNode member) {
    JsonNode master = member.path("Master");
    return master.asBoolean(false);
  }

  private static List<X509Certificate> certificates(JsonNode node, String field) {
    try {
      return TrustedCa.parse(Json.text(node, field).getBytes(StandardCharsets.UTF_8))
          .certificates();
    } catch (GeneralSecurityException e) {
      // Not uploaded yet: the states above say so.
      return List.of();
    }
  }

  private static String subject(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().getName();
  }

  private static String until(X509Certificate certificate) {
    return ", valid until " + certificate.getNotAfter().toInstant();
  }
}
