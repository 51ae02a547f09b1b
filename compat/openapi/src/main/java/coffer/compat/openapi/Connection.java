package coffer.compat.openapi;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/// Where the service is and who calls.
record Connection(String endpoint, Path ca, String accessKeyId, String accessKeySecret) {
  /// As the environment says.
  static Connection ofEnvironment() throws IOException {
    JsonObject key =
        JsonParser.parseString(Files.readString(Path.of(System.getenv("COFFER_ACCESS_KEY"))))
            .getAsJsonObject();
    return new Connection(
        System.getenv("COFFER_ENDPOINT"),
        Path.of(System.getenv("COFFER_CA")),
        key.get("AccessKeyId").getAsString(),
        key.get("AccessKeySecret").getAsString());
  }

  /// The same by another access key.
  Connection by(String id, String secret) {
    return new Connection(endpoint, ca, id, secret);
  }

  X509TrustManager[] trustManagers() throws IOException, GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trustStore());
    return Arrays.stream(factory.getTrustManagers())
        .map(X509TrustManager.class::cast)
        .toArray(X509TrustManager[]::new);
  }

  /// A key store with the CA and nothing else.
  KeyStore trustStore() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream pem = Files.newInputStream(ca)) {
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
    }
    return store;
  }
}
