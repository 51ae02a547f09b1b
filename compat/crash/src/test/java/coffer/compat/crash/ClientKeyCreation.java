package coffer.compat.crash;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.ClientKeyFiles;
import coffer.compat.harness.OpenApi;
import coffer.compat.harness.Proto;
import coffer.compat.harness.TestServer;
import coffer.compat.harness.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// CreateClientKey and, every other time, DeleteClientKey: what was acknowledged opens the door,
/// what was deleted stays deleted, and a key whose answer nobody got is whole or not there.
final class ClientKeyCreation implements Deed {
  private static final String ACCESS_POINT = "kill-application";
  private static final String PASSWORD = "Kill-Test-Pw_1234";

  private final Path folder;
  private final Set<String> kept = ConcurrentHashMap.newKeySet();
  private final Set<String> deleted = ConcurrentHashMap.newKeySet();
  private final Map<String, String> newest = new ConcurrentHashMap<>();
  private final AtomicInteger made = new AtomicInteger();
  private boolean prepared;

  ClientKeyCreation(Path folder) {
    this.folder = folder;
  }

  @Override
  public String name() {
    return "CreateClientKey";
  }

  @Override
  public void prepare(TestServer server) throws IOException {
    if (prepared) {
      return;
    }
    OpenApi api = server.openApi();
    api.call(
            "CreatePolicy",
            Map.of(
                "Name",
                "kill-policy",
                "KmsInstance",
                server.instance(),
                "Permissions",
                "[\"RbacPermission/Template/CryptoServiceKeyUser\"]",
                "Resources",
                "[\"key/*\"]"))
        .orFail();
    api.call(
            "CreateApplicationAccessPoint",
            Map.of(
                "Name",
                ACCESS_POINT,
                "AuthenticationMethod",
                "ClientKey",
                "Policies",
                "[\"kill-policy\"]"))
        .orFail();
    prepared = true;
  }

  @Override
  public void step(Client client) throws IOException {
    OpenApi.Answer answer =
        client.change("CreateClientKey", Map.of("AapName", ACCESS_POINT, "Password", PASSWORD));
    String id = answer.field("ClientKeyId");
    kept.add(id);
    newest.put(id, answer.field("PrivateKeyData"));
    if (made.incrementAndGet() % 2 == 0) {
      kept.remove(id);
      newest.remove(id);
      client.change("DeleteClientKey", Map.of("ClientKeyId", id));
      deleted.add(id);
    }
  }

  @Override
  public void requireKept(TestServer server, Random random) throws IOException {
    requireListed(server.openApi());
    for (Map.Entry<String, String> entry : newest.entrySet()) {
      requireServed(server, entry.getKey(), entry.getValue());
    }
    newest.clear();
    forget(server.openApi());
  }

  @Override
  public void requireAllKept(TestServer server) throws IOException {
    requireListed(server.openApi());
  }

  private void requireListed(OpenApi api) throws IOException {
    List<String> listed = listed(api);
    assertThat(listed).containsAll(kept);
    assertThat(listed).noneMatch(deleted::contains);
  }

  /// An access point holds only so many.
  private void forget(OpenApi api) throws IOException {
    for (String id : listed(api)) {
      api.call("DeleteClientKey", Map.of("ClientKeyId", id)).orFail();
      kept.remove(id);
      deleted.add(id);
    }
  }

  private static List<String> listed(OpenApi api) throws IOException {
    return Text.fields(
        api.call("ListClientKeys", Map.of("AapName", ACCESS_POINT)).orFail().json(), "ClientKeyId");
  }

  private void requireServed(TestServer server, String id, String privateKeyData)
      throws IOException {
    Path key = folder.resolve("kill-key.json");
    Path password = folder.resolve("kill-password.txt");
    Files.writeString(
        key, "{\"KeyId\":\"" + id + "\",\"PrivateKeyData\":\"" + privateKeyData + "\"}");
    Files.writeString(password, PASSWORD);
    ClientKeyFiles files = new ClientKeyFiles(id, key, password, server.ca());
    new InstanceCalls(server, files).call("GenerateRandom", new Proto().number(1, 32));
  }
}
