package coffer.cli;

import coffer.model.SecretBytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.Base64;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// A client key as the service hands it out: `{"KeyId":"KAAP.…","PrivateKeyData":"<PKCS#12>"}`.
record ClientKeyFile(String keyId, PrivateKey privateKey) {

  static ClientKeyFile read(Path file, SecretBytes password) {
    try {
      JsonNode json = Json.parse(Files.readString(file));
      byte[] p12 = Base64.getDecoder().decode(Json.text(json, "PrivateKeyData"));
      return new ClientKeyFile(
          Json.text(json, "KeyId"), password.use(p -> privateKey(p12, p, file)));
    } catch (IOException e) {
      throw new Trouble("Cannot read the client key " + file, e);
    } catch (JacksonException | IllegalArgumentException e) {
      throw new Trouble(file + " is not a client key file", e);
    }
  }

  private static PrivateKey privateKey(byte[] p12, byte[] password, Path file) {
    CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(password));
    char[] characters = Arrays.copyOf(decoded.array(), decoded.remaining());
    Arrays.fill(decoded.array(), '\0');
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(p12), characters);
      String alias = store.aliases().nextElement();
      return (PrivateKey) store.getKey(alias, characters);
    } catch (GeneralSecurityException | IOException | RuntimeException e) {
      throw new Trouble("The password does not open the client key " + file, e);
    } finally {
      Arrays.fill(characters, '\0');
    }
  }
}
