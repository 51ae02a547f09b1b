package coffer.compat.crash;

import coffer.compat.harness.OpenApi;
import coffer.compat.harness.TestServer;
import java.io.IOException;
import java.time.Instant;
import java.util.Random;

/// A step of a cluster's life that one client takes, until it was answered, while others make keys.
/// Killed, it is done or can be done again.
abstract class ClusterStep implements Deed {
  private static final int REST_MILLIS = 50;

  private final KeyCreation keys = new KeyCreation("Aliyun_AES_256");
  final SoftwareHsms hsms;
  private volatile boolean acknowledged;

  ClusterStep(SoftwareHsms hsms) {
    this.hsms = hsms;
  }

  /// What the step is taken on.
  abstract void begin(OpenApi own, TestServer server) throws IOException;

  /// @return whether it was done when it was answered
  abstract boolean take(OpenApi own) throws IOException;

  /// Looks at what the kill left, takes the step again, and clears up what the next would mind.
  abstract void requireTaken(OpenApi own, boolean answered, TestServer server) throws IOException;

  @Override
  public final void prepare(TestServer server) throws IOException {
    begin(server.hsmApi(), server);
    acknowledged = false;
  }

  @Override
  public final void step(Client client) throws IOException {
    if (client.number() != 0) {
      keys.stepUncounted(client);
      return;
    }
    if (acknowledged) {
      client.rest(Instant.now().plusMillis(REST_MILLIS));
      return;
    }
    Client own = client.of(client.api().hsm());
    acknowledged = own.change(() -> take(own.api()));
  }

  @Override
  public final void requireKept(TestServer server, Random random) throws IOException {
    keys.requireKept(server, random);
    requireTaken(server.hsmApi(), acknowledged, server);
    keys.requireKept(server, random);
  }

  @Override
  public void requireAllKept(TestServer server) throws IOException {
    keys.requireAllKept(server);
  }
}
