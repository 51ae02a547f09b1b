package coffer.compat.kms;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.ClientKeyFiles;
import coffer.compat.harness.ServerHome;
import coffer.compat.harness.SharedServer;
import com.aliyun.kms20160120.Client;
import com.aliyun.kms20160120.models.DescribeApplicationAccessPointRequest;
import com.aliyun.kms20160120.models.DescribeApplicationAccessPointResponseBody;
import com.aliyun.kms20160120.models.DescribeNetworkRuleRequest;
import com.aliyun.kms20160120.models.DescribeNetworkRuleResponseBody;
import com.aliyun.kms20160120.models.DescribePolicyRequest;
import com.aliyun.kms20160120.models.DescribePolicyResponseBody;
import com.aliyun.kms20160120.models.GetClientKeyRequest;
import com.aliyun.kms20160120.models.GetClientKeyResponseBody;
import com.aliyun.kms20160120.models.ListApplicationAccessPointsRequest;
import com.aliyun.kms20160120.models.ListApplicationAccessPointsResponseBody;
import com.aliyun.kms20160120.models.ListClientKeysRequest;
import com.aliyun.kms20160120.models.ListNetworkRulesRequest;
import com.aliyun.kms20160120.models.ListNetworkRulesResponseBody;
import com.aliyun.kms20160120.models.ListPoliciesRequest;
import com.aliyun.kms20160120.models.ListPoliciesResponseBody;
import com.aliyun.kms20160120.models.UpdateApplicationAccessPointRequest;
import com.aliyun.kms20160120.models.UpdateNetworkRuleRequest;
import com.aliyun.kms20160120.models.UpdatePolicyRequest;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What is made is described, listed and changed as the SDK's models have it.
@ExtendWith(SharedServer.class)
class AccessLifeTest {
  private final ServerHome home;
  private final Client sdk;

  AccessLifeTest(ServerHome home) throws Exception {
    this.home = home;
    this.sdk = Sdk.client(home, SignatureVersion.V3);
  }

  @Test
  void whatAnApplicationHasIsDescribedListedAndChanged() throws Exception {
    ClientKeyFiles files = home.clientKey("described", "--network", "127.0.0.0/8");
    rule();
    policy();
    accessPoint();
    clientKey(files.id());
  }

  private void rule() throws Exception {
    String name = "described-network";
    sdk.updateNetworkRule(
        new UpdateNetworkRuleRequest()
            .setName(name)
            .setSourcePrivateIp("[\"10.0.0.0/8\",\"2001:db8::/32\"]")
            .setDescription("two \"ranges\""));
    DescribeNetworkRuleResponseBody rule =
        sdk.describeNetworkRule(new DescribeNetworkRuleRequest().setName(name)).getBody();
    assertThat(rule.getArn()).startsWith("acs:kms:").endsWith(":network/" + name);
    assertThat(rule.getType()).isEqualTo("Private");
    assertThat(rule.getSourcePrivateIp()).isEqualTo("[\"10.0.0.0/8\",\"2001:db8::/32\"]");
    assertThat(rule.getDescription()).isEqualTo("two \"ranges\"");
    ListNetworkRulesResponseBody rules =
        sdk.listNetworkRules(new ListNetworkRulesRequest().setPageSize(101)).getBody();
    assertThat(rules.getNetworkRules().getNetworkRule())
        .anyMatch(r -> r.getName().equals(name) && r.getType().equals("Private"));
    assertThat(rules.getPageNumber()).isEqualTo(1);
    Sdk.expectRefusal(
        404,
        "Forbidden.ResourceNotFound",
        () -> sdk.describeNetworkRule(new DescribeNetworkRuleRequest().setName("nothing")));
  }

  private void policy() throws Exception {
    String name = "described-policy";
    sdk.updatePolicy(
        new UpdatePolicyRequest()
            .setName(name)
            .setPermissions("[\"RbacPermission/Template/CryptoServiceSecretUser\"]")
            .setResources("[\"secret/*\",\"key/*\"]")
            .setAccessControlRules("{\"NetworkRules\":[]}")
            .setDescription("changed"));
    DescribePolicyResponseBody policy =
        sdk.describePolicy(new DescribePolicyRequest().setName(name)).getBody();
    assertThat(policy.getArn()).endsWith(":policy/" + name);
    assertThat(policy.getName()).isEqualTo(name);
    assertThat(policy.getKmsInstance()).isEqualTo(home.server().instance());
    assertThat(policy.getPermissions())
        .containsExactly("RbacPermission/Template/CryptoServiceSecretUser");
    assertThat(policy.getResources()).containsExactly("secret/*", "key/*");
    assertThat(policy.getAccessControlRules()).isEqualTo("{\"NetworkRules\":[]}");
    assertThat(policy.getDescription()).isEqualTo("changed");
    Sdk.expectRefusal(
        404,
        "Forbidden.ResourceNotFound",
        () ->
            sdk.updatePolicy(
                new UpdatePolicyRequest()
                    .setName(name)
                    .setAccessControlRules("{\"NetworkRules\":[\"nothing\"]}")));
    Sdk.expectRefusal(
        404,
        "Forbidden.ResourceNotFound",
        () -> sdk.describePolicy(new DescribePolicyRequest().setName("nothing")));
  }

  private void accessPoint() throws Exception {
    sdk.updateApplicationAccessPoint(
        new UpdateApplicationAccessPointRequest().setName("described").setDescription("an app"));
    DescribeApplicationAccessPointResponseBody point =
        sdk.describeApplicationAccessPoint(
                new DescribeApplicationAccessPointRequest().setName("described"))
            .getBody();
    assertThat(point.getArn()).endsWith(":applicationaccesspoint/described");
    assertThat(point.getName()).isEqualTo("described");
    assertThat(point.getAuthenticationMethod()).isEqualTo("ClientKey");
    assertThat(point.getPolicies()).isEqualTo("[\"described-policy\"]");
    assertThat(point.getDescription()).isEqualTo("an app");
    ListApplicationAccessPointsResponseBody points =
        sdk.listApplicationAccessPoints(new ListApplicationAccessPointsRequest().setPageSize(101))
            .getBody();
    assertThat(points.getApplicationAccessPoints().getApplicationAccessPoint())
        .anyMatch(p ->
            p.getName().equals("described") && p.getAuthenticationMethod().equals("ClientKey"));
    Sdk.expectRefusal(
        400,
        "InvalidParameter",
        () ->
            sdk.updateApplicationAccessPoint(
                new UpdateApplicationAccessPointRequest().setName("described").setPolicies("[]")));
  }

  private void clientKey(String id) throws Exception {
    GetClientKeyResponseBody key =
        sdk.getClientKey(new GetClientKeyRequest().setClientKeyId(id)).getBody();
    assertThat(key.getClientKeyId()).isEqualTo(id);
    assertThat(key.getAapName()).isEqualTo("described");
    assertThat(key.getKeyAlgorithm()).isEqualTo("RSA_2048");
    assertThat(key.getKeyOrigin()).isEqualTo("KMS_PROVIDED");
    X509Certificate certificate =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(
                    new ByteArrayInputStream(
                        key.getPublicKeyData().getBytes(StandardCharsets.US_ASCII)));
    assertThat(certificate.getNotAfter().toInstant()).isEqualTo(Instant.parse(key.getNotAfter()));
    assertThat(Instant.parse(key.getCreateTime())).isBeforeOrEqualTo(Instant.now());
    assertThat(
            sdk.listClientKeys(new ListClientKeysRequest().setAapName("described"))
                .getBody()
                .getClientKeys())
        .singleElement()
        .satisfies(listed -> {
          assertThat(listed.getClientKeyId()).isEqualTo(id);
          assertThat(listed.getPublicKeyData()).isEqualTo(key.getPublicKeyData());
          assertThat(listed.getNotBefore()).isEqualTo(key.getNotBefore());
        });
    Sdk.expectRefusal(
        404,
        "Forbidden.ResourceNotFound",
        () ->
            sdk.getClientKey(
                new GetClientKeyRequest()
                    .setClientKeyId("KAAP.00000000-0000-0000-0000-000000000000")));
  }

  @Test
  void everyPolicyIsOnOnePage() throws Exception {
    for (int i = 0; i < 5; i++) {
      home.server()
          .openApi()
          .call(
              "CreatePolicy",
              Map.of(
                  "Name",
                  "paged-" + i,
                  "Permissions",
                  "[\"RbacPermission/Template/CryptoServiceKeyUser\"]",
                  "Resources",
                  "[\"key/*\"]"))
          .orFail();
    }
    List<String> names = new ArrayList<>();
    int page = 1;
    ListPoliciesResponseBody body;
    do {
      body =
          sdk.listPolicies(new ListPoliciesRequest().setPageNumber(page).setPageSize(2)).getBody();
      body.getPolicies().getPolicy().forEach(policy -> names.add(policy.getName()));
      page++;
    } while (!body.getPolicies().getPolicy().isEmpty());
    assertThat(names).hasSize(body.getTotalCount()).doesNotHaveDuplicates();
    assertThat(names).contains("paged-0", "paged-1", "paged-2", "paged-3", "paged-4");
    for (int wrong : new int[] {0, 102}) {
      Sdk.expectRefusal(
          400,
          "InvalidParameter",
          () -> sdk.listPolicies(new ListPoliciesRequest().setPageSize(wrong)));
    }
  }

  @Test
  void theSameStandsInXml() throws Exception {
    home.clientKey("in-xml", "--network", "127.0.0.0/8");
    assertThat(xml("ListClientKeys", Map.of("AapName", "in-xml")))
        .contains("<ListClientKeysResponse>", "<ClientKeys>", "<AapName>in-xml</AapName>");
    assertThat(xml("DescribePolicy", Map.of("Name", "in-xml-policy")))
        .contains("/*</Resources>", "{\"NetworkRules\":[\"in-xml-network\"]}");
    assertThat(xml("ListNetworkRules", Map.of("PageSize", "101")))
        .contains("<NetworkRules><NetworkRule>", "<Type>Private</Type>", "<TotalCount>");
    assertThat(xml("DescribeRegions", Map.of())).contains("<Regions><Region><RegionId>");
  }

  private String xml(String action, Map<String, String> parameters) throws Exception {
    Map<String, String> all = new HashMap<>(parameters);
    all.put("Format", "XML");
    return home.server().openApi().call(action, all).orFail().json();
  }

  @Test
  void theCommandLineDescribesAndChanges() {
    home.clientKey("by-cli", "--network", "127.0.0.0/8");
    home.coffer(
            List.of(
                "kms",
                "update-network-rule",
                "--name",
                "by-cli-network",
                "--source-private-ip",
                "10.0.0.0/8",
                "--source-private-ip",
                "fd00::/8"))
        .orFail("update-network-rule");
    assertThat(
            home.coffer(
                    List.of(
                        "kms",
                        "describe-network-rule",
                        "--name",
                        "by-cli-network",
                        "--output",
                        "json"))
                .output())
        .contains("10.0.0.0/8")
        .contains("fd00::/8");
    assertThat(home.coffer(List.of("kms", "list-client-keys", "--aap-name", "by-cli")).output())
        .contains("KAAP.");
  }
}
