package coffer.boot;

import coffer.model.SecretBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// A passphrase or PIN in a file of the operator's.
final class SecretFile {
  private static final int FILE_BYTES_MAX = 4096;

  private SecretFile() {}

  /// Without the newline that editors put at the end.
  static SecretBytes read(Path file) {
    try {
      if (Files.size(file) > FILE_BYTES_MAX) {
        throw new ConfigException(file + " is too large for a secret");
      }
      byte[] bytes = Files.readAllBytes(file);
      int length = bytes.length;
      while (length > 0 && (bytes[length - 1] == '\n' || bytes[length - 1] == '\r')) {
        length--;
      }
      SecretBytes secret = SecretBytes.owning(Arrays.copyOf(bytes, length));
      Arrays.fill(bytes, (byte) 0);
      if (length == 0) {
        throw new ConfigException(file + " is empty");
      }
      return secret;
    } catch (IOException e) {
      throw new ConfigException(file + " cannot be read", e);
    }
  }
}
