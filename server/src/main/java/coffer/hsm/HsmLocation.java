package coffer.hsm;

import java.net.URI;
import java.util.Map;

/// Where an HSM is.
///
/// @param uri `software:PATH`, or `pkcs11:token=…?module-name=…` (RFC 7512)
/// @param modules declared modules by name
public record HsmLocation(URI uri, Map<String, HsmModule> modules) {
  public HsmLocation {
    modules = Map.copyOf(modules);
  }
}
