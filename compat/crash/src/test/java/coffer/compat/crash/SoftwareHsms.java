package coffer.compat.crash;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.OpenApi;
import coffer.compat.harness.OwnHsms;
import coffer.compat.harness.ServerHome;
import coffer.compat.harness.TestServer;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Somebody's software HSMs in a data directory, and clusters of them, under their own CA.
final class SoftwareHsms {
  static final String OFFICER = "officer-of-the-owner";
  static final String USER = "kmsuser-of-the-owner";

  private static final int JOB_SECONDS_MAX = 60;
  private static final int POLL_MILLIS = 20;

  private final OwnHsms owner;
  private final Set<String> clusters = ConcurrentHashMap.newKeySet();
  private final AtomicInteger made = new AtomicInteger();

  SoftwareHsms(ServerHome home) {
    this.owner = new OwnHsms(home);
  }

  /// The cluster that the server's instance is bound to.
  static String bound(TestServer server) throws IOException {
    String instance = server.openApi().call("ListKmsInstances", Map.of()).field("KmsInstanceId");
    return server
        .openApi()
        .call("GetKmsInstance", Map.of("KmsInstanceId", instance))
        .orFail()
        .field("HsmClusterId");
  }

  /// @return its id
  String enrolled(OpenApi hsms, String zone) throws IOException {
    String id =
        hsms.call(
                "RegisterInstance",
                Map.of("Uri", "software:own-" + made.incrementAndGet() + ".token", "ZoneId", zone))
            .orFail()
            .field("InstanceId");
    hsms.call("EnrollInstance", Map.of("InstanceId", id, "SecurityOfficerPassword", OFFICER))
        .orFail();
    return id;
  }

  /// @return the id of a cluster that has its certificate, and no keys yet
  String certified(OpenApi hsms, String master) throws IOException {
    String id =
        hsms.call("CreateCluster", Map.of("ClusterName", "own", "MasterInstanceId", master))
            .orFail()
            .field("ClusterId");
    clusters.add(id);
    String csr = hsms.call("GetCluster", Map.of("ClusterId", id)).orFail().field("ClusterCsr");
    OwnHsms.Signed signed = owner.sign(csr.replace("\\n", "\n"));
    hsms.call(
            "ConfigClusterCertificate",
            Map.of(
                "ClusterId",
                id,
                "ClusterCertificate",
                signed.certificate(),
                "IssuerCertificate",
                signed.issuer()))
        .orFail();
    return id;
  }

  /// Both may be said again.
  static void keyed(OpenApi hsms, String cluster) throws IOException {
    hsms.call(
            "CreateCryptoUser",
            Map.of(
                "ClusterId",
                cluster,
                "CryptoUserPassword",
                USER,
                "SecurityOfficerPassword",
                OFFICER))
        .orFail();
    hsms.call("InitializeCluster", Map.of("ClusterId", cluster)).orFail();
  }

  /// To a cluster of this owner, or to the one that the server made. Waits for its end.
  OpenApi.Answer join(OpenApi hsms, String cluster, String hsm) throws IOException {
    Map<String, String> parameters = new HashMap<>();
    parameters.put("ClusterId", cluster);
    parameters.put("InstanceId", hsm);
    parameters.put("SecurityOfficerPassword", OFFICER);
    if (clusters.contains(cluster)) {
      parameters.put("MasterSecurityOfficerPassword", OFFICER);
    }
    return ended(hsms, hsms.call("JoinCluster", parameters).orFail());
  }

  /// What came of a job that may go on after its call was answered.
  static OpenApi.Answer ended(OpenApi hsms, OpenApi.Answer answer) throws IOException {
    OpenApi.Answer last = answer;
    long deadline = System.nanoTime() + JOB_SECONDS_MAX * 1_000_000_000L;
    while (last.field("Status").equals("running")) {
      assertThat(System.nanoTime()).as("the job does not end").isLessThan(deadline);
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted", e);
      }
      last = hsms.call("GetJob", Map.of("JobId", answer.field("JobId"))).orFail();
    }
    return last;
  }
}
