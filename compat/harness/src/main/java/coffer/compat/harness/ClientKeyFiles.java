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

/// The three files of an application.
public record ClientKeyFiles(String id, Path key, Path password, Path ca) {

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
      byte[] p12 = Base64.getDecoder().decode(Text.field(Files.readString(key), "PrivateKeyData"));
      char[] secret = Files.readString(password).toCharArray();
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
