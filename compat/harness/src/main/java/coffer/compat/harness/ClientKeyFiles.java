package coffer.compat.harness;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The three files of an application.
public record ClientKeyFiles(String id, Path key, Path password, Path ca) {
  /// What was opened before, by the text of the file and its password: opening one costs as much as
  /// many calls.
  private static final Map<String, PrivateKey> OPENED = new ConcurrentHashMap<>();

  /// The three files in a folder.
  public static ClientKeyFiles in(Path folder) {
    Path key = only(folder, "clientKey_*.json");
    try {
      return new ClientKeyFiles(
          Text.field(Files.readString(key), "KeyId"),
          key,
          only(folder, "clientKey_*_Password.txt"),
          only(folder, "PrivateKmsCA_*.pem"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// As the Java SDKs read it: the first entry of the PKCS #12 file.
  public PrivateKey privateKey() {
    try {
      String data = Text.field(Files.readString(key), "PrivateKeyData");
      String secret = Files.readString(password);
      return OPENED.computeIfAbsent(data + secret, _ -> opened(data, secret.toCharArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PrivateKey opened(String data, char[] secret) {
    try {
      byte[] p12 = Base64.getDecoder().decode(data);
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(p12), secret);
      return (PrivateKey) store.getKey(store.aliases().nextElement(), secret);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("the client key cannot be opened", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path only(Path folder, String pattern) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, pattern)) {
      return files.iterator().next();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
