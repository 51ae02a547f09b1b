package coffer.compat.dkms;

import coffer.compat.harness.ClientKeyFiles;
import coffer.compat.harness.ServerHome;
import com.aliyun.dkms.gcs.openapi.models.Config;
import com.aliyun.dkms.gcs.sdk.Client;
import com.aliyun.dkms.gcs.sdk.models.EncryptRequest;
import com.aliyun.dkms.gcs.sdk.models.EncryptResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;

/// An application with a client key, and the SDK as an application sets it up.
record Application(ServerHome home, ClientKeyFiles files, Client sdk) {
  private static final Object LOCK = new Object();
  private static Application shared;

  /// One that may use every key from anywhere, the same for all tests of a run.
  static Application shared(ServerHome home) throws Exception {
    synchronized (LOCK) {
      if (shared == null) {
        shared = connect(home, "compat-app");
      }
      return shared;
    }
  }

  /// Made by `./coffer client-key create`.
  static Application connect(ServerHome home, String name, String... options) throws Exception {
    ClientKeyFiles files = home.clientKey(name, options);
    Config config =
        new Config()
            .setProtocol("https")
            .setEndpoint(home.server().hostAndPort())
            .setClientKeyFile(files.key().toString())
            .setPassword(Files.readString(files.password()))
            .setCaFilePath(files.ca().toString());
    return new Application(home, files, new Client(config));
  }

  String createKey(String spec) throws IOException {
    return home.server().openApi().createKey(spec);
  }

  String createKey(Map<String, String> parameters) throws IOException {
    return home.server().openApi().createKey(parameters);
  }

  EncryptResponse encrypt(String key, byte[] plaintext) throws Exception {
    return sdk.encrypt(new EncryptRequest().setKeyId(key).setPlaintext(plaintext));
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
