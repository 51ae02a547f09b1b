package coffer.compat.crash;

import static coffer.compat.crash.MaterialKeys.ENABLED;
import static coffer.compat.crash.MaterialKeys.WAITING;

import coffer.compat.crash.MaterialKeys.ExternalKey;
import coffer.compat.harness.TestServer;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Random;

/// One change of a key's material, over and over: its import, its deletion, or its end.
final class MaterialLife implements Deed {
  private static final int REPEATS = 3;
  private static final int SECONDS_TO_LIVE = 1;
  private static final int KILL_AFTER_MILLIS_MAX = 400;

  /// The job that removes material runs every second.
  private static final int MILLIS_TO_EXPIRE_MAX = 1000;

  private final What what;
  private final MaterialKeys keys;

  /// The change that the kill should meet.
  enum What {
    IMPORT("ImportKeyMaterial"),
    DELETION("DeleteKeyMaterial"),
    EXPIRY("end of material");

    private final String shown;

    What(String shown) {
      this.shown = shown;
    }
  }

  MaterialLife(What what, MaterialKeys keys) {
    this.what = what;
    this.keys = keys;
  }

  @Override
  public String name() {
    return what.shown;
  }

  @Override
  public void prepare(TestServer server) throws IOException {
    keys.prepare(server);
  }

  @Override
  public int killAfterMillisMax() {
    return what == What.EXPIRY ? MILLIS_TO_EXPIRE_MAX : KILL_AFTER_MILLIS_MAX;
  }

  @Override
  public void step(Client client) throws IOException {
    ExternalKey key = keys.of(client);
    switch (what) {
      case IMPORT, DELETION -> importAndDelete(client, key);
      case EXPIRY -> importAndAwaitTheEnd(client, key);
    }
  }

  /// The change under trial is repeated: then it changes nothing, and what was acknowledged before
  /// it must be found.
  private void importAndDelete(Client client, ExternalKey key) throws IOException {
    boolean importing = what == What.IMPORT;
    keys.mayBe(key, ENABLED, WAITING);
    if (importing) {
      client.call("DeleteKeyMaterial", Map.of("KeyId", key.id()));
    } else {
      client.call("ImportKeyMaterial", key.material(key.material(), 0));
    }
    for (int i = 0; i <= REPEATS; i++) {
      if (importing) {
        client.change("ImportKeyMaterial", key.material(key.material(), 0));
      } else {
        client.change("DeleteKeyMaterial", Map.of("KeyId", key.id()));
      }
      keys.mayBe(key, importing ? ENABLED : WAITING);
    }
  }

  /// From its end on, until that is seen, material is on its way out.
  private void importAndAwaitTheEnd(Client client, ExternalKey key) throws IOException {
    Instant end = Instant.ofEpochSecond(Instant.now().getEpochSecond() + 1 + SECONDS_TO_LIVE);
    keys.mayBe(key, ENABLED, WAITING);
    client.call("ImportKeyMaterial", key.material(key.material(), end.getEpochSecond()));
    client.rest(end);
    client.change(() -> awaitWaiting(client, key));
    keys.mayBe(key, WAITING);
  }

  private static int awaitWaiting(Client client, ExternalKey key) throws IOException {
    int looks = 1;
    while (!state(client, key).equals(WAITING)) {
      client.rest(Instant.now().plusMillis(10));
      looks++;
    }
    return looks;
  }

  private static String state(Client client, ExternalKey key) throws IOException {
    return client.call("DescribeKey", Map.of("KeyId", key.id())).field("KeyState");
  }

  @Override
  public void requireKept(TestServer server, Random random) throws IOException {
    keys.requireKept(server.openApi());
  }

  @Override
  public void requireAllKept(TestServer server) throws IOException {
    keys.requireAllKept(server.openApi());
  }
}
