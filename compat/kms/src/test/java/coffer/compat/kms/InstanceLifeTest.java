package coffer.compat.kms;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.ClusterKind;
import coffer.compat.harness.HostName;
import coffer.compat.harness.OpenApi;
import coffer.compat.harness.ServerHome;
import coffer.compat.harness.Text;
import com.aliyun.kms20160120.Client;
import com.aliyun.kms20160120.models.ConnectKmsInstanceRequest;
import com.aliyun.kms20160120.models.DescribeRegionsResponseBody;
import com.aliyun.kms20160120.models.GetKmsInstanceRequest;
import com.aliyun.kms20160120.models.GetKmsInstanceResponseBody.GetKmsInstanceResponseBodyKmsInstance;
import com.aliyun.kms20160120.models.UpdateKmsInstanceBindVpcRequest;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Instances and their binding to HSMs, on a server of its own: it is killed in between.
class InstanceLifeTest {
  private static ServerHome home;

  @BeforeAll
  static void start() {
    home = ServerHome.make(ClusterKind.selected());
    home.start();
  }

  @AfterAll
  static void close() {
    home.close();
  }

  private static OpenApi.Answer call(String action, Map<String, String> parameters)
      throws IOException {
    return home.server().openApi().call(action, parameters);
  }

  private static Map<String, String> instance(String... more) {
    Map<String, String> parameters = new HashMap<>();
    parameters.put("KmsInstanceId", home.server().instance());
    for (int i = 0; i < more.length; i += 2) {
      parameters.put(more[i], more[i + 1]);
    }
    return parameters;
  }

  private static void refused(int status, String code, OpenApi.Answer answer) {
    assertThat(answer.json()).contains("\"Code\":\"" + code + "\"");
    assertThat(answer.status()).isEqualTo(status);
    assertThat(home.audit().requestIds()).contains(answer.field("RequestId"));
  }

  @Test
  void theAccountIsDescribedAsTheSdkReadsIt() throws Exception {
    Client sdk = Sdk.client(home, SignatureVersion.V3);
    DescribeRegionsResponseBody regions = sdk.describeRegions().getBody();
    assertThat(regions.getRegions().getRegion())
        .singleElement()
        .satisfies(region -> assertThat(region.getRegionId()).isEqualTo("cn-hangzhou"));
    assertThat(sdk.describeAccountKmsStatus().getBody().getAccountStatus()).isEqualTo("Enabled");
    Sdk.refusal(400, "Forbidden.Opened", sdk::openKmsService);
    assertThat(call("GetDefaultKmsInstance", Map.of()).orFail().field("DefaultKmsInstanceId"))
        .isEqualTo(home.server().instance());
    assertThat(call("GetKmsInstanceQuotaInfos", instance()).orFail().json())
        .contains("\"KmsInstanceQuotaInfos\":[{\"ResourceType\":\"key\",\"UsedQuantity\":");
    refused(
        400, "InvalidParameter", call("GetKmsInstanceQuotaInfos", instance("ResourceType", "x")));
  }

  @Test
  void networksAreLabels() throws Exception {
    Client sdk = Sdk.client(home, SignatureVersion.V3);
    String id = home.server().instance();
    sdk.updateKmsInstanceBindVpc(
        new UpdateKmsInstanceBindVpcRequest()
            .setKmsInstanceId(id)
            .setBindVpcs(
                "[{\"VpcId\":\"vpc-1\",\"VSwitchId\":\"vsw-1\",\"RegionId\":\"cn-hangzhou\","
                    + "\"VpcOwnerId\":1234}]"));
    // Connected already: a connect that says nothing new is done.
    sdk.connectKmsInstance(
        new ConnectKmsInstanceRequest()
            .setKmsInstanceId(id)
            .setKMProvider("Aliyun")
            .setVpcId("vpc-2")
            .setZoneIds("zone-a,zone-b")
            .setVSwitchIds("vsw-2,vsw-3"));
    GetKmsInstanceResponseBodyKmsInstance told =
        sdk.getKmsInstance(new GetKmsInstanceRequest().setKmsInstanceId(id))
            .getBody()
            .getKmsInstance();
    assertThat(told.getVpcId()).isEqualTo("vpc-2");
    assertThat(told.getVpcNum()).isEqualTo(1);
    assertThat(told.getBindVpcs().getBindVpc())
        .singleElement()
        .satisfies(vpc -> {
          assertThat(vpc.getVpcId()).isEqualTo("vpc-1");
          assertThat(vpc.getVSwitchId()).isEqualTo("vsw-1");
          assertThat(vpc.getVpcOwnerId()).isEqualTo("1234");
        });
    for (String wrong : new String[] {"x", "{}", "[1]", "[{\"Other\":\"\"}]"}) {
      refused(
          400, "InvalidParameter", call("UpdateKmsInstanceBindVpc", instance("BindVpcs", wrong)));
    }
  }

  @Test
  void disconnectedItStaysSoThroughAKillUntilItIsConnected() throws Exception {
    String key = home.server().openApi().createKey("Aliyun_AES_256");
    Map<String, String> encrypt = Map.of("KeyId", key, "Plaintext", "aGVsbG8=");
    String blob = call("Encrypt", encrypt).orFail().field("CiphertextBlob");
    refused(409, "Rejected.ResourceInUse", call("ReleaseKmsInstance", instance()));
    call("DisconnectKmsInstance", instance()).orFail();
    assertThat(call("GetKmsInstance", instance()).orFail().field("Status"))
        .isEqualTo("Disconnected");
    refused(409, "Rejected.Unavailable", call("Encrypt", encrypt));
    refused(409, "Rejected.Unavailable", call("CreateKey", Map.of()));
    home.server().kill();
    home.start();
    refused(409, "Rejected.Unavailable", call("Encrypt", encrypt));
    refused(
        400,
        "InvalidParameter",
        call(
            "ConnectKmsInstance",
            instance("HsmPassword", "certainly-wrong-1", "HsmUser", "kmsuser")));
    OpenApi.Answer failed = call("GetKmsInstance", instance()).orFail();
    assertThat(failed.field("Status")).isEqualTo("Error");
    assertThat(failed.field("StatusReason")).contains("kmsuser's password");
    refused(400, "InvalidParameter", call("ConnectKmsInstance", instance("HsmUser", "root")));
    refused(
        400,
        "InvalidParameter",
        call("ConnectKmsInstance", instance("SecurityDomainCertificate", "x")));
    home.coffer(
            List.of("kms", "connect-kms-instance", "--kms-instance-id", home.server().instance()))
        .orFail("connect-kms-instance");
    assertThat(call("GetKmsInstance", instance()).orFail().field("Status")).isEqualTo("Connected");
    assertThat(call("Decrypt", Map.of("CiphertextBlob", blob)).orFail().field("Plaintext"))
        .isEqualTo("aGVsbG8=");
    home.server().kill();
    home.start();
    assertThat(call("Decrypt", Map.of("CiphertextBlob", blob)).orFail().field("Plaintext"))
        .isEqualTo("aGVsbG8=");
  }

  @Test
  void anInstanceWithoutAClusterIsMadeAndReleased() throws Exception {
    String made =
        Text.field(
            home.coffer(
                    List.of(
                        "kms",
                        "create-kms-instance",
                        "--instance-name",
                        "second",
                        "--output",
                        "json"))
                .orFail("create-kms-instance")
                .output(),
            "KmsInstanceId");
    assertThat(call("ListKmsInstances", Map.of()).orFail().json()).contains(made);
    HostName.require(
        home.server().ca(),
        home.server().endpoint().getPort(),
        made + ".cryptoservice.kms.localhost");
    OpenApi.Answer told = call("GetKmsInstance", Map.of("KmsInstanceId", made)).orFail();
    assertThat(told.field("Status")).isEqualTo("Uninitialized");
    assertThat(told.field("InstanceName")).isEqualTo("second");
    refused(409, "Rejected.Unavailable", call("CreateKey", Map.of("DKMSInstanceId", made)));
    refused(
        409,
        "Forbidden.DKMSInstanceStateInvalid",
        call("DisconnectKmsInstance", Map.of("KmsInstanceId", made)));
    OpenApi.Answer missing = call("ConnectKmsInstance", Map.of("KmsInstanceId", made));
    refused(400, "MissingParameter", missing);
    String taken = call("GetKmsInstance", instance()).orFail().field("HsmClusterId");
    String owner =
        home.coffer(List.of("des", "get-cluster", "--cluster-id", taken, "--output", "json"))
            .orFail("get-cluster")
            .output();
    String certificate = Text.field(owner, "ClusterOwnerCertificate").replace("\\n", "\n");
    refused(
        400,
        "InvalidParameter",
        call(
            "ConnectKmsInstance",
            Map.of(
                "KmsInstanceId",
                made,
                "HsmClusterId",
                taken,
                "HsmPassword",
                "certainly-wrong-1",
                "SecurityDomainCertificate",
                certificate)));
    call("ReleaseKmsInstance", Map.of("KmsInstanceId", made)).orFail();
    refused(
        404,
        "Forbidden.DKMSInstanceNotFound",
        call("GetKmsInstance", Map.of("KmsInstanceId", made)));
  }
}
