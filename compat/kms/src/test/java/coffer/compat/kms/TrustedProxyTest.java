package coffer.compat.kms;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.ClientKeyFiles;
import coffer.compat.harness.InstanceRequest;
import coffer.compat.harness.KeepAlive;
import coffer.compat.harness.Proto;
import coffer.compat.harness.ServerHome;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// Behind a proxy that the configuration trusts, a caller's address is the one that the proxy
/// tells; `LyingClientTest` says what the same header is worth from anybody else.
class TrustedProxyTest {
  private static final String CALLER = "192.0.2.7";

  @Test
  void theForwardedAddressIsCheckedAndRecorded() throws Exception {
    try (ServerHome home = ServerHome.configured("trusted-proxies: [\"127.0.0.1\", \"::1\"]\n")) {
      home.start();
      ClientKeyFiles files = home.clientKey("proxied", "--network", "192.0.2.0/24");
      String key = home.server().openApi().createKey("Aliyun_AES_256");
      byte[] body = new Proto().text(1, key).bytes(2, new byte[] {1, 2, 3}).encoded();
      InstanceRequest request = InstanceRequest.of("Encrypt", body, files);
      assertThat(request.with("x-forwarded-for", CALLER).send(home.server()).status())
          .isEqualTo(200);
      assertThat(home.audit().sources()).contains(CALLER);
      // What the caller said of itself stands to the left of what the proxy saw.
      InstanceRequest spoofed = InstanceRequest.of("Encrypt", body, files);
      assertThat(
              spoofed
                  .with("x-forwarded-for", CALLER + ", 203.0.113.9")
                  .send(home.server())
                  .status())
          .isEqualTo(403);
      assertThat(home.audit().sources()).contains("203.0.113.9");
      assertThat(InstanceRequest.of("Encrypt", body, files).send(home.server()).status())
          .isEqualTo(403);
    }
  }

  @Test
  void theAddressToldBeforeTlsIsCheckedAndRecorded() throws Exception {
    try (ServerHome home = ServerHome.configured("trusted-proxies: [\"127.0.0.1\", \"::1\"]\n")) {
      home.start();
      ClientKeyFiles files = home.clientKey("proxied", "--network", "192.0.2.0/24");
      String key = home.server().openApi().createKey("Aliyun_AES_256");
      byte[] body = new Proto().text(1, key).bytes(2, new byte[] {1, 2, 3}).encoded();
      InstanceRequest request = InstanceRequest.of("Encrypt", body, files);
      try (KeepAlive caller = new KeepAlive(home.server(), proxyLine(CALLER));
          KeepAlive other = new KeepAlive(home.server(), proxyLine("203.0.113.9"))) {
        assertThat(request.send(caller).status()).isEqualTo(200);
        assertThat(request.send(other).status()).isEqualTo(403);
      }
      assertThat(home.audit().sources()).contains(CALLER, "203.0.113.9");
    }
  }

  private static byte[] proxyLine(String source) {
    return ("PROXY TCP4 " + source + " 127.0.0.1 4711 443\r\n").getBytes(StandardCharsets.US_ASCII);
  }
}
