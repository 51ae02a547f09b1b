package coffer.bench;

import java.util.List;

/// What to measure.
///
/// @param hsm `software` or `softhsm`
/// @param connections one row for each number
/// @param only names of operations, `Encrypt` or `instance:Encrypt`; none means all
/// @param steps whether to time them too
record Plan(
    String hsm,
    int seconds,
    int warmUpSeconds,
    List<Integer> connections,
    List<String> only,
    boolean steps) {
  private static final int SECONDS_MAX = 600;
  private static final int CONNECTIONS_MAX = 1_000;

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
  }

  boolean wants(Subject subject) {
    return only.isEmpty()
        || only.contains(subject.operation())
        || only.contains(subject.wire() + ":" + subject.operation());
  }

  boolean softHsm() {
    return hsm.equals("softhsm");
  }

  /// The number of connections that the steps are told for.
  int usualConnections() {
    return connections.contains(8) ? 8 : connections.getFirst();
  }
}
