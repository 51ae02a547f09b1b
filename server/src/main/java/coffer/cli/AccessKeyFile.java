package coffer.cli;

import coffer.operations.Api;
import coffer.operations.ram.CreateAccessKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A new access key as RAM's console saves it: CSV, for its owner only. The file is made before the
/// key, since the secret is shown once and a user has two keys at most.
final class AccessKeyFile {
  private static final String HEADER = "AccessKey ID,AccessKey Secret";
  private static final String SECRET = "AccessKeySecret";

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description =
          "Save the key as CSV into a new file, for its owner only; shows no secret then.")
  private Optional<Path> file = Optional.empty();

  /// Makes a file that asks for its content, as `PrivateFiles` does.
  interface Writer {
    void write(Path file, Supplier<byte[]> content);
  }

  /// Creates the key, and answers what is to be shown of it.
  JsonNode create(OpenApi api, Map<String, Value> values) {
    return file.isEmpty() ? ask(api, values) : saved(api, values, file.get(), PrivateFiles::write);
  }

  static JsonNode saved(OpenApi api, Map<String, Value> values, Path file, Writer writer) {
    AtomicReference<JsonNode> made = new AtomicReference<>(Json.object());
    try {
      writer.write(
          file,
          () -> {
            made.set(ask(api, values));
            return csv(key(made.get()));
          });
    } catch (Trouble e) {
      throw undone(api, values, Json.text(key(made.get()), "AccessKeyId"), e);
    }
    JsonNode shown = made.get().deepCopy();
    if (key(shown) instanceof ObjectNode key) {
      key.remove(SECRET);
    }
    return shown;
  }

  /// Nobody could use a key whose secret is lost, yet it would count.
  private static Trouble undone(OpenApi api, Map<String, Value> values, String id, Trouble why) {
    if (id.isEmpty()) {
      return why;
    }
    Map<String, Value> named = new HashMap<>(values);
    named.put("UserAccessKeyId", Value.of(id));
    String lost = why.getMessage() + "\nThe secret cannot be shown again; access key " + id;
    try {
      api.call(Api.RAM, "DeleteAccessKey", named);
      return new Trouble(lost + " is deleted", why);
    } catch (Refused e) {
      return new Trouble(lost + " is still there, delete it: " + e.line(), why);
    } catch (Trouble e) {
      return new Trouble(lost + " is still there, delete it: " + e.getMessage(), why);
    }
  }

  private static JsonNode ask(OpenApi api, Map<String, Value> values) {
    return api.call(Api.RAM, CreateAccessKey.OPERATION.name(), values);
  }

  private static JsonNode key(JsonNode answer) {
    return answer.path("AccessKey");
  }

  private static byte[] csv(JsonNode key) {
    String line = Json.text(key, "AccessKeyId") + "," + Json.text(key, SECRET);
    return (HEADER + "\n" + line + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
