package coffer.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// `server.json`: what a running server wrote into its data directory.
///
/// @param pid of the server that wrote it; it may be gone
record ServerFile(
    URI endpoint, int adminPort, Path ca, Optional<String> instance, Optional<Long> pid) {
  static final String NAME = "server.json";

  static Optional<ServerFile> find(Path data) {
    Path file = data.resolve(NAME);
    try {
      return Optional.of(of(Json.parse(Files.readString(file))));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new Trouble("Cannot read " + file + ": " + e.getMessage(), e);
    } catch (JacksonException | IllegalArgumentException e) {
      throw new Trouble(file + " is damaged; the next start of the server writes it anew", e);
    }
  }

  static ServerFile read(Path data) {
    return find(data)
        .orElseThrow(() ->
            new Trouble(
                "No server has run on the data directory "
                    + data
                    + ": run `coffer start`, or name another with --data or --profile"));
  }

  boolean isAlive() {
    return pid.flatMap(ProcessHandle::of).map(ProcessHandle::isAlive).orElse(false);
  }

  private static ServerFile of(JsonNode json) {
    JsonNode pid = json.path("pid");
    return new ServerFile(
        URI.create(required(json, "endpoint")),
        json.path("adminPort").asInt(0),
        Path.of(required(json, "ca")),
        Optional.of(Json.text(json, "instance")).filter(i -> !i.isEmpty()),
        pid.isNumber() ? Optional.of(pid.asLong()) : Optional.empty());
  }

  private static String required(JsonNode json, String name) {
    String value = Json.text(json, name);
    if (value.isEmpty()) {
      throw new IllegalArgumentException(name);
    }
    return value;
  }
}
