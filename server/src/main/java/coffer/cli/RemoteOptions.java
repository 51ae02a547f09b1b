package coffer.cli;

import coffer.model.SecretBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Which server a command talks to, and as whom.
final class RemoteOptions {
  static final String CREDENTIALS = "credentials/root-access-key.json";

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "Server and access key from ~/.coffer/profiles.yaml.")
  private Optional<String> profile = Optional.empty();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "Data directory of a server on this machine: its end point, CA and root key.")
  private Path data = Path.of("data");

  Path data() {
    return data;
  }

  Connection connection(Surroundings surroundings) {
    if (profile.isPresent()) {
      return new Profiles(surroundings.userHome()).connection(profile.get());
    }
    return root(data);
  }

  /// As the account itself, on a server of this machine.
  static Connection root(Path data) {
    ServerFile server = ServerFile.read(data);
    Path file = data.resolve(CREDENTIALS);
    try {
      JsonNode key = Json.parse(Files.readString(file));
      return new Connection(
          server.endpoint(),
          server.ca(),
          Json.text(key, "AccessKeyId"),
          SecretBytes.owning(Json.text(key, "AccessKeySecret").getBytes(StandardCharsets.UTF_8)),
          server.instance());
    } catch (IOException | JacksonException e) {
      throw new Trouble("Cannot read the root access key in " + file, e);
    }
  }
}
