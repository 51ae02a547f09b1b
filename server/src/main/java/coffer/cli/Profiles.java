package coffer.cli;

import coffer.model.SecretBytes;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Named servers and identities in `~/.coffer/profiles.yaml`:
///
/// ```yaml
/// production:
///   endpoint: https://kms.example.org:8443
///   ca: /etc/coffer/ca.pem
///   access-key-id: LTAI…
///   access-key-secret-file: /home/me/.coffer/production.secret   # or access-key-secret
/// ```
final class Profiles {
  private static final Set<String> NAMES =
      Set.of("endpoint", "ca", "access-key-id", "access-key-secret", "access-key-secret-file");

  private final Path file;

  Profiles(Path userHome) {
    this.file = userHome.resolve(".coffer").resolve("profiles.yaml");
  }

  Connection connection(String profile) {
    Object found = all().get(profile);
    if (!(found instanceof Map<?, ?> values)) {
      throw new Trouble(file + " has no profile " + profile);
    }
    Set<String> unknown = new TreeSet<>();
    values.keySet().forEach(k -> unknown.add(String.valueOf(k)));
    unknown.removeAll(NAMES);
    if (!unknown.isEmpty()) {
      throw trouble(profile, "has unknown keys: " + String.join(", ", unknown));
    }
    return new Connection(
        endpoint(profile, required(profile, values, "endpoint")),
        path(required(profile, values, "ca")),
        required(profile, values, "access-key-id"),
        secret(profile, values),
        Optional.empty());
  }

  private Map<?, ?> all() {
    String text;
    try {
      text = Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new Trouble("There is no " + file + " with profiles", e);
    } catch (IOException e) {
      throw new Trouble("Cannot read " + file + ": " + e.getMessage(), e);
    }
    try {
      return new Load(LoadSettings.builder().setLabel(file.toString()).build()).loadFromString(text)
              instanceof Map<?, ?> map
          ? map
          : Map.of();
    } catch (YamlEngineException e) {
      throw new Trouble(file + " is not YAML", e);
    }
  }

  private SecretBytes secret(String profile, Map<?, ?> values) {
    Optional<String> inline = text(values, "access-key-secret");
    Optional<String> inFile = text(values, "access-key-secret-file");
    if (inline.isPresent() == inFile.isPresent()) {
      throw trouble(profile, "needs either access-key-secret or access-key-secret-file");
    }
    String secret = inline.orElseGet(() -> inFile.map(this::line).orElse(""));
    return SecretBytes.owning(secret.getBytes(StandardCharsets.UTF_8));
  }

  private String line(String name) {
    Path path = path(name);
    try {
      return Files.readString(path).strip();
    } catch (IOException e) {
      throw new Trouble("Cannot read " + path + ": " + e.getMessage(), e);
    }
  }

  private URI endpoint(String profile, String text) {
    try {
      URI uri = URI.create(text.contains("://") ? text : "https://" + text);
      if ("https".equals(uri.getScheme()) && uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      throw new Trouble(file + ": endpoint of " + profile + " is not a URL", e);
    }
    throw trouble(profile, "needs an https endpoint");
  }

  /// Relative to the file that names it.
  private Path path(String name) {
    return file.resolveSibling(name);
  }

  private String required(String profile, Map<?, ?> values, String name) {
    return text(values, name).orElseThrow(() -> trouble(profile, "needs " + name));
  }

  private static Optional<String> text(Map<?, ?> values, String name) {
    return Optional.ofNullable(values.get(name)).map(Object::toString);
  }

  private Trouble trouble(String profile, String what) {
    return new Trouble(file + ": profile " + profile + " " + what);
  }
}
