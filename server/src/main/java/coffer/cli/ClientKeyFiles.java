package coffer.cli;

import coffer.model.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The three files an application needs, under the names its documentation uses.
record ClientKeyFiles(Path clientKey, Path password, Path ca) {

  /// @param caPem the instance's CA certificate
  static ClientKeyFiles write(
      Path folder,
      ApplicationAccess.Granted granted,
      SecretBytes password,
      String instance,
      String caPem) {
    String id = granted.clientKeyId();
    ClientKeyFiles files =
        new ClientKeyFiles(
            folder.resolve("clientKey_" + id + ".json"),
            folder.resolve("clientKey_" + id + "_Password.txt"),
            folder.resolve("PrivateKmsCA_" + instance + ".pem"));
    PrivateFiles.write(files.clientKey, granted.file().getBytes(StandardCharsets.UTF_8));
    // Without a newline: the SDKs take the content as it is.
    password.use(bytes -> {
      PrivateFiles.write(files.password, bytes);
      return bytes.length;
    });
    if (!Files.exists(files.ca)) {
      PrivateFiles.write(files.ca, caPem.getBytes(StandardCharsets.UTF_8));
    }
    return files;
  }
}
