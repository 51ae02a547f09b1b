package coffer.hsm;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Where an HSM is.
///
/// @param uri `software:PATH`, or `pkcs11:token=…?module-name=…` (RFC 7512)
/// @param modules declared modules by name
/// @param folder what a relative PATH starts from: a data directory may be moved with its tokens
public record HsmLocation(URI uri, Map<String, HsmModule> modules, Optional<Path> folder) {
  public HsmLocation {
    modules = Map.copyOf(modules);
  }

  /// Of an HSM that no folder holds.
  public HsmLocation(URI uri, Map<String, HsmModule> modules) {
    this(uri, modules, Optional.empty());
  }
}
