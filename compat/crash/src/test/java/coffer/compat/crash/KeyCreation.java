package coffer.compat.crash;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.OpenApi;
import coffer.compat.harness.TestServer;
import coffer.compat.harness.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/// CreateKey, and Encrypt under the new key where its spec does: an acknowledged key decrypts what
/// it encrypted, for ever, and whatever is listed works.
final class KeyCreation implements Deed {
  static final String PLAINTEXT = "cGxhaW50ZXh0";

  private static final int PAGE_SIZE = 100;
  private static final int PAGES_MAX = 10_000;
  private static final int OLDER_SAMPLED = 20;

  /// A ciphertext that was answered for a key that was answered.
  private record Entry(String keyId, String ciphertext) {}

  private final String spec;
  private final String storage;
  private final Set<String> keys = Collections.synchronizedSet(new HashSet<>());
  private final List<Entry> entries = Collections.synchronizedList(new ArrayList<>());
  private final Set<String> seenWhole = new HashSet<>();
  private int checked;

  KeyCreation(String spec) {
    this(spec, "HsmEncryptedDatabase");
  }

  /// @param storage where the keys rest
  KeyCreation(String spec, String storage) {
    this.spec = spec;
    this.storage = storage;
  }

  @Override
  public String name() {
    return "CreateKey";
  }

  @Override
  public void prepare(TestServer server) {}

  @Override
  public void step(Client client) throws IOException {
    String key =
        client
            .change("CreateKey", Map.of("KeySpec", spec, "KeyStorageMechanism", storage))
            .field("KeyId");
    keys.add(key);
    if (spec.startsWith("Aliyun_AES")) {
      OpenApi.Answer answer = client.call("Encrypt", Map.of("KeyId", key, "Plaintext", PLAINTEXT));
      entries.add(new Entry(key, answer.field("CiphertextBlob")));
    }
  }

  /// The same beside another deed.
  void stepUncounted(Client client) throws IOException {
    make(client.api());
  }

  void make(OpenApi api) throws IOException {
    Map<String, String> wanted = Map.of("KeySpec", spec, "KeyStorageMechanism", storage);
    String key = api.call("CreateKey", wanted).orFail().field("KeyId");
    keys.add(key);
    OpenApi.Answer answer =
        api.call("Encrypt", Map.of("KeyId", key, "Plaintext", PLAINTEXT)).orFail();
    entries.add(new Entry(key, answer.field("CiphertextBlob")));
  }

  int keyCount() {
    return keys.size();
  }

  int entryCount() {
    return entries.size();
  }

  @Override
  public void requireKept(TestServer server, Random random) throws IOException {
    List<Entry> chosen = new ArrayList<>(entries.subList(checked, entries.size()));
    for (int i = 0; i < OLDER_SAMPLED && checked > 0; i++) {
      chosen.add(entries.get(random.nextInt(checked)));
    }
    requireKept(server.openApi(), chosen);
    checked = entries.size();
  }

  @Override
  public void requireAllKept(TestServer server) throws IOException {
    requireKept(server.openApi(), List.copyOf(entries));
    requireListIsWhole(server.openApi());
  }

  private static void requireKept(OpenApi api, Collection<Entry> chosen) throws IOException {
    for (Entry entry : chosen) {
      OpenApi.Answer key = api.call("DescribeKey", Map.of("KeyId", entry.keyId())).orFail();
      assertThat(key.field("KeyState")).as(entry.keyId()).isEqualTo("Enabled");
      OpenApi.Answer opened =
          api.call("Decrypt", Map.of("CiphertextBlob", entry.ciphertext())).orFail();
      assertThat(opened.field("Plaintext")).as(entry.keyId()).isEqualTo(PLAINTEXT);
    }
  }

  /// No acknowledged key is missing from the list, and whatever the list shows works, acknowledged
  /// or not: a key of which only a half exists is not shown.
  private void requireListIsWhole(OpenApi api) throws IOException {
    Set<String> listed = list(api);
    assertThat(listed).containsAll(keys);
    for (String key : listed) {
      if (seenWhole.add(key)) {
        OpenApi.Answer described = api.call("DescribeKey", Map.of("KeyId", key)).orFail();
        boolean encrypts =
            described.field("KeyState").equals("Enabled")
                && described.field("KeySpec").startsWith("Aliyun_AES");
        if (encrypts) {
          api.call("Encrypt", Map.of("KeyId", key, "Plaintext", PLAINTEXT)).orFail();
        }
      }
    }
  }

  private static Set<String> list(OpenApi api) throws IOException {
    Set<String> listed = new HashSet<>();
    for (int page = 1; page < PAGES_MAX; page++) {
      OpenApi.Answer answer =
          api.call(
                  "ListKeys",
                  Map.of("PageNumber", Integer.toString(page), "PageSize", "" + PAGE_SIZE))
              .orFail();
      List<String> ids = Text.fields(answer.json(), "KeyId");
      listed.addAll(ids);
      if (ids.size() < PAGE_SIZE) {
        return listed;
      }
    }
    throw new AssertionError("the list has no end");
  }
}
