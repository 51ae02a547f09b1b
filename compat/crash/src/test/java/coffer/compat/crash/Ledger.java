package coffer.compat.crash;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.OpenApi;
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

/// What the server acknowledged, as its clients remember it across kills.
final class Ledger {
  static final String PLAINTEXT = "cGxhaW50ZXh0";

  private static final int PAGE_SIZE = 100;
  private static final int PAGES_MAX = 10_000;

  /// A ciphertext that was answered for a key that was answered.
  record Entry(String keyId, String ciphertext) {}

  private final Set<String> keys = Collections.synchronizedSet(new HashSet<>());
  private final List<Entry> entries = Collections.synchronizedList(new ArrayList<>());
  private final Set<String> seenWhole = new HashSet<>();

  void created(String keyId) {
    keys.add(keyId);
  }

  void encrypted(String keyId, String ciphertext) {
    entries.add(new Entry(keyId, ciphertext));
  }

  int keyCount() {
    return keys.size();
  }

  int entryCount() {
    return entries.size();
  }

  /// @param from entries of this index and after are all tried
  /// @param older so many of those before, at random
  void requireKept(OpenApi api, int from, int older, Random random) throws IOException {
    List<Entry> chosen = new ArrayList<>(entries.subList(from, entries.size()));
    for (int i = 0; i < older && from > 0; i++) {
      chosen.add(entries.get(random.nextInt(from)));
    }
    requireKept(api, chosen);
  }

  void requireAllKept(OpenApi api) throws IOException {
    requireKept(api, List.copyOf(entries));
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
  void requireListIsWhole(OpenApi api) throws IOException {
    Set<String> listed = list(api);
    assertThat(listed).containsAll(keys);
    for (String key : listed) {
      if (seenWhole.add(key)) {
        assertThat(api.call("DescribeKey", Map.of("KeyId", key)).orFail().field("KeyState"))
            .isEqualTo("Enabled");
        api.call("Encrypt", Map.of("KeyId", key, "Plaintext", PLAINTEXT)).orFail();
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
