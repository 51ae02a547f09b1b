package coffer.compat.crash;

import coffer.compat.harness.TestServer;
import java.io.IOException;
import java.util.Random;

/// A change that clients make over and over until the server dies under them, and what must hold
/// then: nothing that was acknowledged is lost, nothing half-made shows.
interface Deed {
  /// As it is printed.
  String name();

  /// What the clients need, made while the server is quiet; again before every load.
  void prepare(TestServer server) throws IOException;

  /// One change, or a few that follow each other. Clients run this at the same time, each under a
  /// number of its own.
  ///
  /// @throws IOException when no answer came: what was asked for may have happened or not
  void step(Client client) throws IOException;

  /// When to kill, at the latest, after the first change began.
  default int killAfterMillisMax() {
    return 800;
  }

  /// Kills what the clients started besides.
  default void killAlso() {}

  /// Called after a restart, while nobody else calls.
  void requireKept(TestServer server, Random random) throws IOException;

  /// Looks at everything, not only at what is new.
  void requireAllKept(TestServer server) throws IOException;
}
