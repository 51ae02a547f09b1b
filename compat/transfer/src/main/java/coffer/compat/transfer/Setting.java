package coffer.compat.transfer;

import com.aliyun.dkms.gcs.openapi.models.Config;
import com.aliyun.kms.KmsTransferAcsClient;
import com.aliyuncs.http.HttpClientConfig;
import com.aliyuncs.profile.DefaultProfile;
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

/// Where the service is and who calls, as the environment says.
record Setting(String endpoint, Path clientKey, Path password, Path ca, Path accessKey) {
  static Setting ofEnvironment() {
    return new Setting(
        System.getenv("COFFER_ENDPOINT"),
        Path.of(System.getenv("COFFER_CLIENT_KEY")),
        Path.of(System.getenv("COFFER_PASSWORD_FILE")),
        Path.of(System.getenv("COFFER_CA")),
        Path.of(System.getenv("COFFER_ACCESS_KEY")));
  }

  KmsTransferAcsClient client() throws IOException, GeneralSecurityException {
    Config dedicated =
        new Config()
            .setProtocol("https")
            .setEndpoint(endpoint)
            .setClientKeyFile(clientKey.toString())
            .setPassword(Files.readString(password))
            .setCaFilePath(ca.toString());
    JsonObject key = JsonParser.parseString(Files.readString(accessKey)).getAsJsonObject();
    DefaultProfile profile =
        DefaultProfile.getProfile(
            "cn-hangzhou",
            key.get("AccessKeyId").getAsString(),
            key.get("AccessKeySecret").getAsString());
    // For what it does not transfer: that goes to the OpenAPI, over a client of its own.
    HttpClientConfig https = HttpClientConfig.getDefault();
    https.setX509TrustManagers(trusting());
    profile.setHttpClientConfig(https);
    return new KmsTransferAcsClient(profile, dedicated);
  }

  private X509TrustManager[] trusting() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream pem = Files.newInputStream(ca)) {
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return Arrays.stream(factory.getTrustManagers())
        .map(X509TrustManager.class::cast)
        .toArray(X509TrustManager[]::new);
  }
}
