package coffer.compat.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// An access key of the OpenAPI.
public record RootKey(String id, String secret) {
  static RootKey of(Path data) {
    try {
      String json = Files.readString(data.resolve("credentials/root-access-key.json"));
      return new RootKey(Text.field(json, "AccessKeyId"), Text.field(json, "AccessKeySecret"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
