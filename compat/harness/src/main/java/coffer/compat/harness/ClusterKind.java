package coffer.compat.harness;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What the server's HSMs are.
public enum ClusterKind {
  SOFTWARE,
  SOFTHSM,
  NSS;

  private static final String PROPERTY = "compat.cluster";

  /// What the server is started with.
  ///
  /// @param config a `coffer.yaml`, unless the defaults do
  public record Settings(Optional<Path> config, Map<String, String> environment) {}

  /// The one that the system property `compat.cluster` names; software by default.
  public static ClusterKind selected() {
    return valueOf(System.getProperty(PROPERTY, "software").toUpperCase(Locale.ROOT));
  }

  /// Whether its HSMs have keys of a spec; they refuse others by name.
  public boolean has(String spec) {
    return this != NSS || !spec.equals("EC_P256K");
  }

  Settings prepare(Path folder) {
    return switch (this) {
      case SOFTWARE -> new Settings(Optional.empty(), Map.of());
      case SOFTHSM -> SoftHsmTokens.make(folder).settings();
      case NSS -> NssTokens.make(folder);
    };
  }
}
