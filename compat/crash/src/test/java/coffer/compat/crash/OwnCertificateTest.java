package coffer.compat.crash;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.Command;
import coffer.compat.harness.ServerHome;
import coffer.compat.harness.TestServer;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;

/// The operator's own server certificate: served, replaced without a restart, never replaced by
/// another one in silence.
class OwnCertificateTest {
  private static final Duration RELOAD_MAX = Duration.ofSeconds(30);

  @Test
  void itIsServedAndReplacedWithoutARestart() throws Exception {
    String yaml =
        "tls:\n  certificate: FOLDER/server.pem\n  key: FOLDER/server.key\n  ca: FOLDER/root.pem\n";
    try (ServerHome home = ServerHome.configured(yaml)) {
      Path folder = home.folder();
      openssl(
          folder,
          "req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -days 2 -subj /CN=own-root");
      issue(folder, 1001);
      TestServer server = home.start();
      assertThat(served(server)).isEqualTo(1001);
      assertThat(Files.readString(home.data().resolve("ca.pem")))
          .isEqualTo(Files.readString(folder.resolve("root.pem")));
      String answer =
          server
              .openApi()
              .call("GetKmsInstance", Map.of("KmsInstanceId", server.instance()))
              .orFail()
              .json();
      assertThat(answer).contains(lastLine(folder.resolve("root.pem")));

      // Half of a change: a new certificate whose key is not there yet.
      Path oldKey = Files.copy(folder.resolve("server.key"), folder.resolve("old.key"));
      issue(folder, 1002);
      Path newKey = Files.move(folder.resolve("server.key"), folder.resolve("new.key"));
      Files.copy(oldKey, folder.resolve("server.key"));
      long since = System.nanoTime();
      while (!server.output().contains("is not the key of")) {
        assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(RELOAD_MAX);
        Thread.sleep(200);
      }
      assertThat(served(server)).isEqualTo(1001);
      Files.delete(folder.resolve("server.key"));
      Files.move(newKey, folder.resolve("server.key"));
      long from = System.nanoTime();
      while (served(server) != 1002) {
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(RELOAD_MAX);
        Thread.sleep(200);
      }
      server.openApi().createKey("Aliyun_AES_256");
      server.stop();

      Files.delete(folder.resolve("server.key"));
      Command refused =
          Command.coffer(
              Map.of(),
              List.of(
                  "start",
                  "--data",
                  home.data().toString(),
                  "--config",
                  folder.resolve("coffer.yaml").toString()));
      assertThat(refused.exit()).isEqualTo(1);
      assertThat(refused.output()).contains("server.key cannot be read").doesNotContain("READY");
    }
  }

  private static void issue(Path folder, int serial) throws Exception {
    Files.deleteIfExists(folder.resolve("server.key"));
    Files.writeString(folder.resolve("ext"), "subjectAltName=DNS:localhost,IP:127.0.0.1\n");
    openssl(folder, "req -newkey rsa:2048 -nodes -keyout server.key -out server.csr -subj /CN=own");
    openssl(
        folder,
        "x509 -req -in server.csr -CA root.pem -CAkey root.key -set_serial "
            + serial
            + " -days 1 -extfile ext -out server.pem");
  }

  private static void openssl(Path folder, String words) {
    Command.run(
            folder, Map.of(), Duration.ofMinutes(1), List.of(("openssl " + words).split(" ", -1)))
        .orFail("openssl");
  }

  private static String lastLine(Path pem) throws Exception {
    List<String> lines = Files.readAllLines(pem);
    return lines.get(lines.size() - 2);
  }

  /// The serial of the certificate that the port shows, whatever it is.
  private static int served(TestServer server) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Whatever()}, new SecureRandom());
    try (SSLSocket socket =
        (SSLSocket)
            context.getSocketFactory().createSocket("127.0.0.1", server.endpoint().getPort())) {
      socket.startHandshake();
      BigInteger serial =
          ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
      return serial.bitLength() < 31 ? serial.intValue() : -1;
    }
  }

  /// Looks, and trusts nothing with it.
  private static final class Whatever implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
