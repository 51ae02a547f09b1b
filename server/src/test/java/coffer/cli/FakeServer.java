package coffer.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// An OpenAPI server of a few lines: TLS, one request a connection, answers by action.
final class FakeServer implements AutoCloseable {
  record Request(String action, Map<String, String> headers, Map<String, String> parameters) {}

  record Reply(int status, String json) {}

  final List<Request> requests = new CopyOnWriteArrayList<>();
  final Map<String, Reply> replies = new TreeMap<>();

  /// Go before `replies`.
  final Map<String, Function<Map<String, String>, Reply>> answers = new TreeMap<>();

  final String pem;
  private final SSLServerSocket socket;

  FakeServer() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    KeyPair pair = generator.generateKeyPair();
    X509Certificate certificate = certificate(pair);
    pem =
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
            + "\n-----END CERTIFICATE-----\n";
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    char[] password = "fake".toCharArray();
    keys.setKeyEntry("server", pair.getPrivate(), password, new Certificate[] {certificate});
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(keys, password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    socket = (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0);
    Thread.ofVirtual().start(this::serve);
  }

  /// Writes what a real server writes into its data directory.
  void describe(Path data) throws IOException {
    Files.createDirectories(data.resolve("credentials"));
    Files.writeString(data.resolve("ca.pem"), pem);
    Files.writeString(
        data.resolve("server.json"),
        "{\"endpoint\":\"https://localhost:%d\",\"adminPort\":1,\"ca\":\"%s\",\"instance\":\"kst-fake\"}"
            .formatted(socket.getLocalPort(), data.resolve("ca.pem")));
    Files.writeString(
        data.resolve("credentials/root-access-key.json"),
        "{\"AccessKeyId\":\"root-id\",\"AccessKeySecret\":\"root-secret\"}");
  }

  List<String> actions() {
    return requests.stream().map(Request::action).toList();
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (SSLSocket client = (SSLSocket) socket.accept()) {
        Reply reply = answer(new BufferedInputStream(client.getInputStream()));
        byte[] body = reply.json().getBytes(StandardCharsets.UTF_8);
        String head =
            "HTTP/1.1 %d X\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
                .formatted(reply.status(), body.length);
        client.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream().write(body);
        client.getOutputStream().flush();
      } catch (IOException e) {
        // The test closed the socket, or the client went away.
      }
    }
  }

  private Reply answer(InputStream in) throws IOException {
    line(in);
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    Map<String, String> parameters = new TreeMap<>();
    for (String pair : body.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.put(
            pair.substring(0, equals),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    String action = headers.getOrDefault("x-acs-action", "");
    requests.add(new Request(action, headers, parameters));
    if (answers.containsKey(action)) {
      return answers.get(action).apply(parameters);
    }
    return replies.getOrDefault(action, new Reply(200, "{\"RequestId\":\"r\"}"));
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("ended");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  private static X509Certificate certificate(KeyPair pair) throws Exception {
    X500Principal name = new X500Principal("CN=fake");
    Instant now = Clock.systemUTC().instant();
    return new JcaX509CertificateConverter()
        .getCertificate(
            new JcaX509v3CertificateBuilder(
                    name,
                    BigInteger.ONE,
                    Date.from(now.minusSeconds(60)),
                    Date.from(now.plusSeconds(3600)),
                    name,
                    pair.getPublic())
                .addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.dNSName, "localhost")))
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
