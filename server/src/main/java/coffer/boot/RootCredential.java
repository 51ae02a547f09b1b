package coffer.boot;

import coffer.model.SecretBytes;
import coffer.ram.RootKeys;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The account's first access key, in a file that only its owner can read.
final class RootCredential {
  static final String FILE = "credentials/root-access-key.json";
  private static final String WRITTEN = "root-access-key/written";

  private RootCredential() {}

  /// Once; whoever moves the file away has moved it.
  static void write(DataDirectory data, Settings settings, RootKeys keys) {
    if (settings.find(WRITTEN).isPresent()) {
      return;
    }
    put(data, settings, keys.first());
  }

  /// In the place of what was there.
  static void put(DataDirectory data, Settings settings, RootKeys.Created created) {
    data.directory("credentials");
    try (SecretBytes secret = created.secret()) {
      byte[] json = secret.use(bytes -> json(created.id().value(), bytes));
      data.writePrivate(FILE, json);
      Arrays.fill(json, (byte) 0);
    }
    settings.put(WRITTEN, created.id().value());
  }

  private static byte[] json(String id, byte[] secret) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(
        ("{\"AccessKeyId\":\"" + id + "\",\"AccessKeySecret\":\"")
            .getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(secret);
    out.writeBytes("\"}\n".getBytes(StandardCharsets.US_ASCII));
    return out.toByteArray();
  }
}
