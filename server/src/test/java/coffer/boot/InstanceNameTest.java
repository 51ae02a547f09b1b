package coffer.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.access.Principal;
import coffer.model.AccessKeyId;
import coffer.operations.Caller;
import coffer.operations.kms.CreateKmsInstance;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The host name of a new instance is good as soon as somebody knows it.
class InstanceNameTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Caller ROOT =
      new Caller(
          new Principal.Root("1234567890123456", new AccessKeyId("LTAI0123456789abcdef")),
          InetAddress.ofLiteral("127.0.0.1"),
          true,
          "request-1");

  @TempDir Path folder;

  private interface Check {
    void run(Core core, Server server) throws Exception;
  }

  private void served(Config config, Check check) throws Exception {
    Config free = config.withPorts(Optional.of(0), Optional.of(0), Optional.empty());
    Clock clock = Clock.systemUTC();
    try (DataDirectory data = DataDirectory.open(folder.resolve("d"));
        Core core = Core.open(data, free, Map.of(), clock, RANDOM, _ -> {});
        Server server = Server.start(core, free, clock, _ -> {})) {
      check.run(core, server);
    }
  }

  /// The end point of a new instance.
  private static String create(Core core) {
    return ServiceCa.endpoint(
        core.pipeline()
            .call(
                ROOT, CreateKmsInstance.OPERATION, new CreateKmsInstance.Request(Optional.empty()))
            .kmsInstanceId());
  }

  /// A hand-shake in which the client checks the host name.
  private static void connect(Core core, Server server, String host)
      throws IOException, GeneralSecurityException {
    KeyStore roots = KeyStore.getInstance("PKCS12");
    roots.load(null, null);
    roots.setCertificateEntry(
        "ca",
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(
                    core.identity().caPem().getBytes(StandardCharsets.US_ASCII))));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(roots);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    Socket plain = new Socket(InetAddress.ofLiteral("127.0.0.1"), server.port());
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(plain, host, server.port(), true)) {
      SSLParameters checked = socket.getSSLParameters();
      checked.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(checked);
      socket.startHandshake();
    }
  }

  @Test
  void instancesThatAreCreatedTogetherAreAllReachedByName() throws Exception {
    served(
        Config.DEFAULT,
        (core, server) -> {
          assertThatThrownBy(() -> connect(core, server, ServiceCa.endpoint("kst-unknown")))
              .isInstanceOf(SSLHandshakeException.class);
          try (ExecutorService many = Executors.newFixedThreadPool(4)) {
            List<Future<String>> created =
                IntStream.range(0, 12).mapToObj(_ -> many.submit(() -> create(core))).toList();
            for (Future<String> one : created) {
              connect(core, server, one.get());
            }
          }
        });
  }

  @Test
  void anOwnCertificateStaysAndTheMissingNameIsKnown() throws Exception {
    Clock clock = Clock.systemUTC();
    CertificateAuthority ca = CertificateAuthority.create("Own root", RANDOM, clock.instant());
    CertificateAuthority.Leaf leaf =
        ca.issue(List.of("localhost"), Duration.ofDays(1), RANDOM, clock.instant());
    Path certificate = Files.writeString(folder.resolve("s.pem"), leaf.certificatePem() + ca.pem());
    Path key = Files.writeString(folder.resolve("k.pem"), leaf.privateKeyPem());
    Path yaml =
        Files.writeString(
            folder.resolve("c.yaml"),
            "tls:\n  certificate: %s\n  key: %s\n".formatted(certificate, key));
    served(
        ConfigReader.read(yaml),
        (core, server) -> {
          byte[] before = core.identity().certificate().chain();
          String host = create(core);
          assertThat(core.identity().uncovered()).contains(host);
          assertThat(core.identity().certificate().chain()).isEqualTo(before);
          connect(core, server, "localhost");
          assertThatThrownBy(() -> connect(core, server, host))
              .isInstanceOf(SSLHandshakeException.class);
        });
  }
}
