package coffer.hsm.pkcs11;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.HsmIdentity;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Which token of which declared module: what a `pkcs11:` URI (RFC 7512) says. The module is named,
/// never given as a path, because a path over the wire would load foreign code.
///
/// @param attributes RFC 7512 path attributes that the token must have
record TokenName(String moduleName, Map<String, String> attributes) {
  private static final String SCHEME = "pkcs11";
  private static final Set<String> PATH = Set.of("token", "serial", "manufacturer", "model");
  private static final String MODULE_NAME = "module-name";

  TokenName {
    attributes = Map.copyOf(attributes);
  }

  static TokenName parse(URI uri) {
    if (!SCHEME.equalsIgnoreCase(uri.getScheme())) {
      throw wrong("the scheme is not pkcs11");
    }
    String[] parts = uri.getRawSchemeSpecificPart().split("\\?", 2);
    Map<String, String> path = attributes(parts[0], ";", PATH);
    Map<String, String> query =
        parts.length == 1 ? Map.of() : attributes(parts[1], "&", Set.of(MODULE_NAME));
    String module = query.getOrDefault(MODULE_NAME, "");
    if (module.isEmpty()) {
      throw wrong("module-name is missing; it names a module of the configuration");
    }
    if (!path.containsKey("token") && !path.containsKey("serial")) {
      throw wrong("it needs token= or serial=");
    }
    return new TokenName(module, path);
  }

  boolean names(HsmIdentity token) {
    return attributes.entrySet().stream()
        .allMatch(wanted ->
            wanted
                .getValue()
                .equals(
                    switch (wanted.getKey()) {
                      case "token" -> token.label();
                      case "serial" -> token.serial();
                      case "manufacturer" -> token.manufacturer();
                      case "model" -> token.model();
                      default -> throw new IllegalStateException("attribute was not checked");
                    }));
  }

  private static Map<String, String> attributes(String text, String separator, Set<String> known) {
    Map<String, String> found = new TreeMap<>();
    for (String attribute : text.split(separator, -1)) {
      if (text.isEmpty()) {
        break;
      }
      int equals = attribute.indexOf('=');
      if (equals < 0) {
        throw wrong("an attribute has no value");
      }
      String name = attribute.substring(0, equals);
      switch (name) {
        case "module-path" -> throw wrong("module-path is not taken; declare the module, name it");
        case "pin-value", "pin-source" -> throw wrong(name + " is not taken; give the PIN apart");
        default -> {
          if (!known.contains(name)) {
            throw wrong("unknown attribute " + name);
          }
        }
      }
      if (found.put(name, decode(attribute.substring(equals + 1))) != null) {
        throw wrong("attribute " + name + " stands twice");
      }
    }
    return found;
  }

  /// Percent decoding; `+` is itself (RFC 7512 §2.3), unlike in forms.
  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static HsmException wrong(String why) {
    return new HsmException(HsmFailure.CALLER, "pkcs11 URI: " + why);
  }
}
