package coffer.compat.kms;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.OpenApi;
import coffer.compat.harness.RootKey;
import coffer.compat.harness.ServerHome;
import com.aliyun.kms20160120.Client;
import com.aliyun.kms20160120.models.ListKeysRequest;
import com.aliyun.teaopenapi.models.Config;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The port without TLS, for a proxy on the same machine that ends TLS: the SDK's calls are served,
/// and a policy that wants TLS sees that there is none.
class PlainHttpTest {
  private static final String ONLY_OVER_TLS =
      "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"kms:*\",\"Resource\":\"*\","
          + "\"Condition\":{\"Bool\":{\"acs:SecureTransport\":\"true\"}}}]}";

  @Test
  void callsAreServedAndAPolicyMayWantTls() throws Exception {
    try (ServerHome home = ServerHome.configured("http-port: 0\n")) {
      home.start();
      Client root = plain(home, home.server().rootKey());
      String key = Sdk.createKey(root, "Aliyun_AES_256").getKeyId();
      assertThat(root.listKeys(new ListKeysRequest()).getBody().getKeys().getKey())
          .anyMatch(listed -> listed.getKeyId().equals(key));
      RootKey user = user(home.server().openApi().ram());
      Client overTls = Sdk.client(home, SignatureVersion.V3, user);
      assertThat(overTls.listKeys(new ListKeysRequest()).getStatusCode()).isEqualTo(200);
      Sdk.refusal(
          403, "Forbidden.NoPermission", () -> plain(home, user).listKeys(new ListKeysRequest()));
      home.audit().requireSound();
    }
  }

  private static RootKey user(OpenApi ram) throws Exception {
    ram.call("CreateUser", Map.of("UserName", "careful")).orFail();
    ram.call("CreatePolicy", Map.of("PolicyName", "tls", "PolicyDocument", ONLY_OVER_TLS)).orFail();
    ram.call(
            "AttachPolicyToUser",
            Map.of("UserName", "careful", "PolicyName", "tls", "PolicyType", "Custom"))
        .orFail();
    OpenApi.Answer key = ram.call("CreateAccessKey", Map.of("UserName", "careful")).orFail();
    return new RootKey(key.field("AccessKeyId"), key.field("AccessKeySecret"));
  }

  private static Client plain(ServerHome home, RootKey key) throws Exception {
    return new Client(
        SignatureVersion.V3.applied(
            new Config()
                .setAccessKeyId(key.id())
                .setAccessKeySecret(key.secret())
                .setEndpoint("localhost:" + home.server().httpPort())
                .setProtocol("http")
                .setRegionId("cn-hangzhou")));
  }
}
