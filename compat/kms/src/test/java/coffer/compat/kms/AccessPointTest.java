package coffer.compat.kms;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.ServerHome;
import coffer.compat.harness.SharedServer;
import com.aliyun.kms20160120.Client;
import com.aliyun.kms20160120.models.CreateApplicationAccessPointRequest;
import com.aliyun.kms20160120.models.CreateClientKeyRequest;
import com.aliyun.kms20160120.models.CreateClientKeyResponseBody;
import com.aliyun.kms20160120.models.CreateNetworkRuleRequest;
import com.aliyun.kms20160120.models.CreatePolicyRequest;
import com.aliyun.kms20160120.models.DeleteApplicationAccessPointRequest;
import com.aliyun.kms20160120.models.DeleteClientKeyRequest;
import com.aliyun.kms20160120.models.DeleteNetworkRuleRequest;
import com.aliyun.kms20160120.models.DeletePolicyRequest;
import com.aliyun.kms20160120.models.GetKmsInstanceRequest;
import com.aliyun.kms20160120.models.GetKmsInstanceResponseBody.GetKmsInstanceResponseBodyKmsInstance;
import com.aliyun.kms20160120.models.ListKmsInstancesRequest;
import com.aliyun.kms20160120.models.ListKmsInstancesResponseBody;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServer.class)
class AccessPointTest {
  private static final String PASSWORD = "Correct-Horse_42";

  private final ServerHome home;
  private final Client sdk;

  AccessPointTest(ServerHome home) throws Exception {
    this.home = home;
    this.sdk = Sdk.client(home, SignatureVersion.V3);
  }

  @Test
  void theLifeOfAnAccessPoint() throws Exception {
    sdk.createNetworkRule(
        new CreateNetworkRuleRequest()
            .setName("life-rule")
            .setType("Private")
            .setSourcePrivateIp("[\"127.0.0.1/32\"]"));
    sdk.createPolicy(
        new CreatePolicyRequest()
            .setName("life-policy")
            .setKmsInstance(home.server().instance())
            .setPermissions("[\"RbacPermission/Template/CryptoServiceKeyUser\"]")
            .setResources("[\"key/*\"]")
            .setAccessControlRules("{\"NetworkRules\":[\"life-rule\"]}"));
    sdk.createApplicationAccessPoint(
        new CreateApplicationAccessPointRequest()
            .setName("life-app")
            .setAuthenticationMethod("ClientKey")
            .setPolicies("[\"life-policy\"]"));
    CreateClientKeyResponseBody key =
        sdk.createClientKey(
                new CreateClientKeyRequest().setAapName("life-app").setPassword(PASSWORD))
            .getBody();
    assertThat(key.getClientKeyId()).startsWith("KAAP.");
    assertThat(key.getKeyAlgorithm()).isEqualTo("RSA_2048");
    KeyStore p12 = KeyStore.getInstance("PKCS12");
    p12.load(
        new ByteArrayInputStream(Base64.getDecoder().decode(key.getPrivateKeyData())),
        PASSWORD.toCharArray());
    List<String> aliases = Collections.list(p12.aliases());
    assertThat(aliases).hasSize(1);
    assertThat(p12.getKey(aliases.getFirst(), PASSWORD.toCharArray()).getAlgorithm())
        .isEqualTo("RSA");

    Sdk.expectRefusal(
        409,
        "Rejected.ResourceExist",
        () ->
            sdk.createNetworkRule(
                new CreateNetworkRuleRequest()
                    .setName("life-rule")
                    .setType("Private")
                    .setSourcePrivateIp("[\"10.0.0.0/8\"]")));
    Sdk.expectRefusal(409, "Rejected.ResourceInUse", () -> deleteRule("life-rule"));
    Sdk.expectRefusal(409, "Rejected.ResourceInUse", () -> deletePolicy("life-policy"));

    sdk.deleteClientKey(new DeleteClientKeyRequest().setClientKeyId(key.getClientKeyId()));
    sdk.deleteApplicationAccessPoint(new DeleteApplicationAccessPointRequest().setName("life-app"));
    deletePolicy("life-policy");
    deleteRule("life-rule");
    Sdk.expectRefusal(404, "Forbidden.ResourceNotFound", () -> deleteRule("life-rule"));
    Sdk.expectRefusal(
        404,
        "Forbidden.ResourceNotFound",
        () ->
            sdk.deleteClientKey(new DeleteClientKeyRequest().setClientKeyId(key.getClientKeyId())));
  }

  @Test
  void aWeakPasswordIsRefused() throws Exception {
    sdk.createPolicy(
        new CreatePolicyRequest()
            .setName("weak-policy")
            .setPermissions("[\"RbacPermission/Template/CryptoServiceKeyUser\"]")
            .setResources("[\"key/*\"]"));
    sdk.createApplicationAccessPoint(
        new CreateApplicationAccessPointRequest()
            .setName("weak-app")
            .setAuthenticationMethod("ClientKey")
            .setPolicies("[\"weak-policy\"]"));
    for (String password : new String[] {"Short1!", "onlyletters", "12345678", "mit Umlaut ü1"}) {
      Sdk.expectRefusal(
          400,
          "InvalidParameter",
          () ->
              sdk.createClientKey(
                  new CreateClientKeyRequest().setAapName("weak-app").setPassword(password)));
    }
  }

  @Test
  void aNetworkThatIsNoneIsRefused() {
    for (String network : new String[] {"[\"300.0.0.1\"]", "[\"10.0.0.0/33\"]", "not json"}) {
      Sdk.expectRefusal(
          400,
          "InvalidParameter",
          () ->
              sdk.createNetworkRule(
                  new CreateNetworkRuleRequest()
                      .setName("bad-rule")
                      .setType("Private")
                      .setSourcePrivateIp(network)));
    }
  }

  @Test
  void theInstanceTellsItsCa() throws Exception {
    ListKmsInstancesResponseBody list =
        sdk.listKmsInstances(new ListKmsInstancesRequest().setPageNumber(1).setPageSize(10))
            .getBody();
    assertThat(list.getTotalCount()).isEqualTo(1);
    assertThat(list.getKmsInstances().getKmsInstance().getFirst().getKmsInstanceId())
        .isEqualTo(home.server().instance());
    GetKmsInstanceResponseBodyKmsInstance instance =
        sdk.getKmsInstance(new GetKmsInstanceRequest().setKmsInstanceId(home.server().instance()))
            .getBody()
            .getKmsInstance();
    assertThat(instance.getStatus()).isEqualTo("Connected");
    CertificateFactory x509 = CertificateFactory.getInstance("X.509");
    byte[] told = instance.getCaCertificateChainPem().getBytes(StandardCharsets.UTF_8);
    byte[] written = Files.readAllBytes(home.server().ca());
    assertThat(x509.generateCertificate(new ByteArrayInputStream(told)))
        .isEqualTo(x509.generateCertificate(new ByteArrayInputStream(written)));
  }

  private void deleteRule(String name) throws Exception {
    sdk.deleteNetworkRule(new DeleteNetworkRuleRequest().setName(name));
  }

  private void deletePolicy(String name) throws Exception {
    sdk.deletePolicy(new DeletePolicyRequest().setName(name));
  }
}
