package coffer.bench;

import java.util.List;

/// What to measure.
///
/// @param hsm `software`, `softhsm` or `nss`
/// @param connections one row for each number
/// @param only names of operations, `Encrypt`, `instance:Encrypt` or `instance:Encrypt:RSA_2048`;
///   none means all
/// @param steps whether to time them too
/// @param keys what the number of keys costs is measured up to this one; 0 for not at all
record Plan(
    String hsm,
    int seconds,
    int warmUpSeconds,
    List<Integer> connections,
    List<String> only,
    boolean steps,
    int keys) {
  private static final String LANES = "Lanes";
  private static final int SECONDS_MAX = 600;
  private static final int CONNECTIONS_MAX = 1_000;
  private static final int KEYS_MAX = 1_000_000;

  Plan {
    connections = List.copyOf(connections);
    only = List.copyOf(only);
    if (seconds < 1 || seconds > SECONDS_MAX || warmUpSeconds < 0 || warmUpSeconds > SECONDS_MAX) {
      throw new IllegalArgumentException("seconds are 1 to " + SECONDS_MAX);
    }
    if (connections.isEmpty()
        || connections.stream().anyMatch(count -> count < 1 || count > CONNECTIONS_MAX)) {
      throw new IllegalArgumentException("connections are 1 to " + CONNECTIONS_MAX);
    }
    if (keys != 0 && (keys < 2 * ManyKeys.FEW || keys > KEYS_MAX)) {
      throw new IllegalArgumentException("keys are " + 2 * ManyKeys.FEW + " to " + KEYS_MAX);
    }
  }

  boolean wants(Subject subject) {
    return wants(subject.operation(), subject.wire(), subject.keySpec());
  }

  boolean wants(String operation, String wire, String keySpec) {
    String both = wire + ":" + operation;
    return only.isEmpty()
        || only.contains(operation)
        || only.contains(both)
        || only.contains(both + ":" + keySpec);
  }

  List<Integer> connections(Subject subject) {
    return subject.usual() ? connections : List.of(usualConnections());
  }

  /// Whether the driver's lanes are measured beside the module; only there are lanes.
  boolean lanes() {
    return !hsm.equals("software") && wants(LANES, "hsm", KeySpecs.AES);
  }

  /// Whether a server is needed.
  boolean calls() {
    return !only.equals(List.of(LANES));
  }

  /// The number of connections that the steps are told for.
  int usualConnections() {
    return connections.contains(8) ? 8 : connections.getFirst();
  }
}
