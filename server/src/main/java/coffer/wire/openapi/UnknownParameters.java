package coffer.wire.openapi;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Parameters that an operation does not know are accepted: clients send all sorts. Each is logged
/// once, by name and only from authenticated callers, so that a misspelt one can be found.
final class UnknownParameters {
  private static final Logger LOG = LoggerFactory.getLogger(UnknownParameters.class);
  private static final int NAMES_MAX = 500;
  private static final Set<String> ENVELOPE =
      Set.of(
          "Action",
          "Version",
          "Format",
          "AccessKeyId",
          "Signature",
          "SignatureMethod",
          "SignatureVersion",
          "SignatureNonce",
          "SignatureType",
          "Timestamp",
          "SecurityToken",
          "RegionId",
          "SourceIp",
          "SecureTransport");

  private final Set<String> logged = ConcurrentHashMap.newKeySet();

  void note(Endpoint<?, ?> endpoint, Parameters parameters) {
    for (String name : parameters.all().keySet()) {
      if (!ENVELOPE.contains(name) && !endpoint.knows(name) && logged.size() < NAMES_MAX) {
        String printable = endpoint.action() + " " + printable(name);
        if (logged.add(printable)) {
          LOG.info("unknown parameter ignored: {}", printable);
        }
      }
    }
  }

  private static String printable(String name) {
    return name.replaceAll("[^A-Za-z0-9._-]", "?");
  }
}
