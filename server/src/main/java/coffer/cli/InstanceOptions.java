package coffer.cli;

import coffer.model.SecretBytes;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Which instance a command talks to, and with which client key: what an application has.
final class InstanceOptions {
  private static final String PASSWORD = "COFFER_CLIENT_KEY_PASSWORD";

  @Option(
      names = "--client-key",
      paramLabel = "FILE",
      required = true,
      description = "The client key, clientKey_<id>.json.")
  private Path clientKey = Path.of("");

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description =
          "The client key's password, without a newline. Otherwise from " + PASSWORD + ".")
  private Optional<Path> passwordFile = Optional.empty();

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "The instance's CA certificate. Default: that of the server of --data.")
  private Optional<Path> ca = Optional.empty();

  @Option(
      names = "--endpoint",
      paramLabel = "HOST:PORT",
      description = "Default: the server of --data.")
  private Optional<String> endpoint = Optional.empty();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "Data directory of a server on this machine.")
  private Path data = Path.of("data");

  InstanceClient client(Surroundings surroundings, String version) {
    try (SecretBytes password = password(surroundings)) {
      return new InstanceClient(
          endpoint.map(InstanceOptions::uri).orElseGet(() -> ServerFile.read(data).endpoint()),
          ca.orElseGet(() -> ServerFile.read(data).ca()),
          ClientKeyFile.read(clientKey, password),
          version,
          surroundings.clock());
    }
  }

  private static URI uri(String endpoint) {
    try {
      return URI.create(endpoint.contains("://") ? endpoint : "https://" + endpoint);
    } catch (IllegalArgumentException e) {
      throw new Trouble("--endpoint takes host:port", e);
    }
  }

  private SecretBytes password(Surroundings surroundings) {
    if (passwordFile.isPresent()) {
      try {
        return SecretBytes.owning(Files.readAllBytes(passwordFile.get()));
      } catch (IOException e) {
        throw new Trouble("Cannot read the password file " + passwordFile.get(), e);
      }
    }
    return Optional.ofNullable(surroundings.environment().get(PASSWORD))
        .map(p -> SecretBytes.owning(p.getBytes(StandardCharsets.UTF_8)))
        .or(() -> surroundings.terminal().prompt().apply("Password of the client key"))
        .orElseThrow(() -> new Trouble("The client key needs --password-file FILE or " + PASSWORD));
  }
}
