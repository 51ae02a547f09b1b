package coffer.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// How far a ceremony has come, in one file that is replaced whole: nothing in it is secret, as the
/// key is in it only wrapped for the service.
final class ByokProgress {
  private static final String FILE = "progress.json";
  private static final int BYTES_MAX = 64 * 1024;

  private final Path folder;
  private final ObjectNode state;

  private ByokProgress(Path folder, ObjectNode state) {
    this.folder = folder;
    this.state = state;
  }

  /// What is known of this key; begins anew where nothing is.
  static ByokProgress open(Path folder, String keyId) {
    PrivateFiles.folder(folder);
    Path file = folder.resolve(FILE);
    ByokProgress progress =
        new ByokProgress(folder, Files.exists(file) ? read(file) : Json.object());
    String known = progress.text("KeyId").orElse(keyId);
    if (!known.equals(keyId)) {
      throw new Trouble(folder + " is the ceremony of key " + known + "; choose another --out");
    }
    progress.put("KeyId", keyId);
    return progress;
  }

  Optional<String> text(String field) {
    return Optional.of(Json.text(state, field)).filter(value -> !value.isEmpty());
  }

  Optional<byte[]> bytes(String field) {
    try {
      return text(field).map(Base64.getDecoder()::decode);
    } catch (IllegalArgumentException e) {
      throw damaged(folder.resolve(FILE), e);
    }
  }

  Optional<Instant> time(String field) {
    try {
      return text(field).map(Instant::parse);
    } catch (DateTimeException e) {
      throw damaged(folder.resolve(FILE), e);
    }
  }

  ByokProgress put(String field, String value) {
    state.put(field, value);
    return this;
  }

  ByokProgress put(String field, byte[] value) {
    return put(field, Base64.getEncoder().encodeToString(value));
  }

  ByokProgress forget(String field) {
    state.remove(field);
    return this;
  }

  /// On disk when this returns, or as before.
  void save() {
    Path fresh = folder.resolve(FILE + ".new");
    try {
      Files.deleteIfExists(fresh);
      PrivateFiles.write(fresh, Json.pretty(state).getBytes(StandardCharsets.UTF_8));
      Files.move(
          fresh,
          folder.resolve(FILE),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new Trouble("Cannot write into " + folder + ": " + e, e);
    }
  }

  private static ObjectNode read(Path file) {
    try {
      JsonNode node = Json.parse(InputFile.read(file, BYTES_MAX));
      if (node instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException e) {
      throw damaged(file, e);
    }
    throw damaged(file, new IllegalArgumentException("no object"));
  }

  private static Trouble damaged(Path file, Exception cause) {
    return new Trouble(file + " is damaged: delete it, and begin anew", cause);
  }
}
