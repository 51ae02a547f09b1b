package coffer.operations.kms;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.keys.KeyDirectory;
import coffer.model.ErrorCode;
import coffer.model.Key;
import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import coffer.operations.House;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Both families of actions on tags.
class TagsTest {
  @TempDir Path directory;
  private House house;
  private Calls calls;

  @BeforeEach
  void build() {
    house = new House(directory);
    calls = new Calls(house);
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void tagsAreAddedChangedListedAndRemoved() {
    Key key = key();
    tag(key, Map.of("team", "red", "env", "test"));
    tag(key, Map.of("team", "blue"));
    assertThat(house.keys.tags(key.id()).values())
        .containsExactly(Map.entry("env", "test"), Map.entry("team", "blue"));
    assertThat(new KeyDirectory(house.store).find(key.id()).orElseThrow().tags())
        .isEqualTo(house.keys.tags(key.id()));
    assertThat(list(key))
        .containsExactly(
            new ListResourceTags.Entry(key.id().value(), "env", "test"),
            new ListResourceTags.Entry(key.id().value(), "team", "blue"));
    calls.answer(
        UntagResource.OPERATION,
        new UntagResource.Request(
            Optional.of(key.id().value()),
            Optional.empty(),
            Optional.empty(),
            List.of("env", "none")));
    assertThat(house.keys.tags(key.id()).values()).containsOnlyKeys("team");
  }

  @Test
  void aKeyIsBornWithTags() {
    KeyMetadata made =
        calls
            .answer(CreateKey.OPERATION, creation(List.of(new TagPair("team", "red"))))
            .keyMetadata();
    assertThat(list(made.keyId()))
        .containsExactly(new ListResourceTags.Entry(made.keyId(), "team", "red"));
    List<TagPair> many = IntStream.range(0, 21).mapToObj(n -> new TagPair("k" + n, "v")).toList();
    assertThat(calls.refusal(CreateKey.OPERATION, creation(many)))
        .isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    List<TagPair> twice = List.of(new TagPair("a", "1"), new TagPair("a", "2"));
    assertThat(calls.refusal(CreateKey.OPERATION, creation(twice)))
        .isEqualTo(ErrorCode.INVALID_PARAMETER);
  }

  @Test
  void whatATagMayNotBeIsRefused() {
    Key key = key();
    for (String bad :
        List.of("", "a b", "é", "aliyun", "aliyun.x", "acs:x", "k".repeat(129), "a*", "a\n")) {
      assertThat(Calls.refusal(() -> tag(key, Map.of(bad, "v"))))
          .as(bad)
          .isEqualTo(ErrorCode.INVALID_PARAMETER);
    }
    for (String bad : List.of("a b", "v".repeat(129), "ü")) {
      assertThat(Calls.refusal(() -> tag(key, Map.of("k", bad))))
          .as(bad)
          .isEqualTo(ErrorCode.INVALID_PARAMETER);
    }
    tag(key, Map.of("k".repeat(128), "v".repeat(128), "A-Za_z/\\.+=:@", "", "xacs:", "aliyun"));
    assertThat(list(key)).hasSize(3);
  }

  @Test
  void aKeyHasAtMostTwentyTagsAndACallBringsAtMostTen() {
    Key key = key();
    tag(key, tags("a", 10));
    tag(key, tags("b", 10));
    assertThat(Calls.refusal(() -> tag(key, Map.of("one", "more"))))
        .isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    tag(key, Map.of("a0", "other"));
    assertThat(Calls.refusal(() -> tag(key, tags("a", 11)))).isEqualTo(ErrorCode.INVALID_PARAMETER);
    assertThat(list(key)).hasSize(20);
  }

  @Test
  void severalKeysAreTaggedOrNone() {
    Key one = key();
    Key full = key();
    tagAll(List.of(full), tags("x", 20));
    assertThat(Calls.refusal(() -> tagAll(List.of(one, full), Map.of("y", ""))))
        .isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    assertThat(list(one)).isEmpty();
    tagAll(List.of(one, full), Map.of("x0", "changed"));
    assertThat(list(one)).hasSize(1);
    untagAll(List.of(one, full), Optional.of(List.of("x0")), Optional.empty());
    assertThat(list(full)).hasSize(19);
    untagAll(List.of(one, full), Optional.empty(), Optional.of(true));
    assertThat(list(full)).isEmpty();
    assertThat(Calls.refusal(() -> untagAll(List.of(one), Optional.empty(), Optional.of(false))))
        .isEqualTo(ErrorCode.MISSING_PARAMETER);
    assertThat(
            Calls.refusal(
                () -> untagAll(List.of(one), Optional.of(List.of("a")), Optional.of(true))))
        .isEqualTo(ErrorCode.INVALID_PARAMETER);
  }

  @Test
  void aResourceThatIsNotThereIsRefusedInChangesAndPassedOverInLists() {
    Key key = key();
    tag(key, Map.of("a", "b"));
    List<String> ids = List.of(key.id().value(), "key-zzzzzzzzzzzzzzzzzzzz");
    assertThat(
            calls.refusal(
                TagResources.OPERATION,
                new TagResources.Request("r", TagTargets.Type.KEY, ids, List.of(pair("k", "v")))))
        .isEqualTo(ErrorCode.RESOURCE_NOT_FOUND);
    assertThat(find(Optional.of(ids), List.of(), Optional.empty()).tagResources().tagResource())
        .hasSize(1);
    assertThat(
            find(Optional.of(ids.subList(1, 2)), List.of(), Optional.empty())
                .tagResources()
                .tagResource())
        .isEmpty();
  }

  @Test
  void listsAreReadPageByPageToTheirEnd() {
    int keys = 23;
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < keys; i++) {
      Key key = key();
      tagAll(List.of(key), tags("t", 20));
      expected.add(key.id().value());
    }
    List<ListTagResources.Entry> read = new ArrayList<>();
    Optional<String> token = Optional.empty();
    int pages = 0;
    do {
      ListTagResources.Answer page = find(Optional.empty(), List.of(), token);
      read.addAll(page.tagResources().tagResource());
      assertThat(page.tagResources().tagResource()).hasSizeLessThanOrEqualTo(200);
      token = Optional.of(page.nextToken());
      pages++;
    } while (!token.get().isEmpty());
    assertThat(pages).isEqualTo(3);
    assertThat(read).hasSize(keys * 20).doesNotHaveDuplicates();
    assertThat(read.stream().map(ListTagResources.Entry::resourceId).distinct())
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void aPageThatEndsWithTheListIsTheLast() {
    for (int i = 0; i < 10; i++) {
      tagAll(List.of(key()), tags("t", 20));
    }
    assertThat(find(Optional.empty(), List.of(), Optional.empty()).nextToken()).isEmpty();
    for (String bad : List.of("x", "****", "a".repeat(600), "a2V5LQ")) {
      assertThat(Calls.refusal(() -> find(Optional.empty(), List.of(), Optional.of(bad))))
          .as(bad)
          .isEqualTo(ErrorCode.INVALID_PARAMETER);
    }
  }

  @Test
  void keysAreFoundByAllOfTheTagsThatAreAskedFor() {
    Key both = key();
    Key one = key();
    tag(both, Map.of("team", "red", "env", "test"));
    tag(one, Map.of("team", "red"));
    assertThat(owners(pair("team", "red"))).containsExactlyInAnyOrder(id(both), id(one));
    assertThat(owners(pair("team", "red"), pair("env", "test"))).containsExactly(id(both));
    assertThat(owners(new TagResources.Pair("env", Optional.empty()))).containsExactly(id(both));
    assertThat(owners(pair("team", "blue"))).isEmpty();
    house.keys.life().scheduleDeletion(both.id(), 7);
    assertThat(owners(pair("env", "test"))).containsExactly(id(both));
  }

  @Test
  void twoThatTagTheSameKeysEndAsOneOfTheTwoOrders() throws Exception {
    List<Key> keys = List.of(key(), key(), key());
    try (ExecutorService both = Executors.newFixedThreadPool(2)) {
      for (int round = 0; round < 10; round++) {
        List<Callable<Boolean>> calls =
            List.of(
                () -> {
                  tagAll(keys, Map.of("who", "first"));
                  return true;
                },
                () -> {
                  tagAll(keys.reversed(), Map.of("who", "second"));
                  return true;
                });
        for (var done : both.invokeAll(calls)) {
          assertThat(done.get()).isTrue();
        }
        assertThat(keys.stream().map(key -> house.keys.tags(key.id())).distinct()).hasSize(1);
      }
    }
  }

  private static String id(Key key) {
    return key.id().value();
  }

  private Key key() {
    return house.create(KeySpec.ALIYUN_AES_256, KeyUsage.ENCRYPT_DECRYPT);
  }

  private static Map<String, String> tags(String prefix, int count) {
    Map<String, String> tags = new java.util.HashMap<>();
    IntStream.range(0, count).forEach(n -> tags.put(prefix + n, "v"));
    return tags;
  }

  private static TagResources.Pair pair(String key, String value) {
    return new TagResources.Pair(key, Optional.of(value));
  }

  private void tag(Key key, Map<String, String> tags) {
    calls.answer(
        TagResource.OPERATION,
        new TagResource.Request(
            Optional.of(id(key)),
            Optional.empty(),
            Optional.empty(),
            tags.entrySet().stream().map(t -> new TagPair(t.getKey(), t.getValue())).toList()));
  }

  private void tagAll(List<Key> keys, Map<String, String> tags) {
    calls.answer(
        TagResources.OPERATION,
        new TagResources.Request(
            "cn-hangzhou",
            TagTargets.Type.KEY,
            keys.stream().map(TagsTest::id).toList(),
            tags.entrySet().stream().map(t -> pair(t.getKey(), t.getValue())).toList()));
  }

  private void untagAll(List<Key> keys, Optional<List<String>> tagKeys, Optional<Boolean> all) {
    calls.answer(
        UntagResources.OPERATION,
        new UntagResources.Request(
            "cn-hangzhou",
            TagTargets.Type.KEY,
            keys.stream().map(TagsTest::id).toList(),
            tagKeys,
            all));
  }

  private List<ListResourceTags.Entry> list(Key key) {
    return list(id(key));
  }

  private List<ListResourceTags.Entry> list(String key) {
    return calls.answer(ListResourceTags.OPERATION, new ListResourceTags.Request(key)).tags().tag();
  }

  private List<String> owners(TagResources.Pair... pairs) {
    return find(Optional.empty(), List.of(pairs), Optional.empty())
        .tagResources()
        .tagResource()
        .stream()
        .map(ListTagResources.Entry::resourceId)
        .distinct()
        .toList();
  }

  private ListTagResources.Answer find(
      Optional<List<String>> ids, List<TagResources.Pair> pairs, Optional<String> token) {
    return calls.answer(
        ListTagResources.OPERATION,
        new ListTagResources.Request(
            "cn-hangzhou", TagTargets.Type.KEY, ids, Optional.of(pairs), token));
  }

  private static CreateKey.Request creation(List<TagPair> tags) {
    return new CreateKey.Request(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(tags));
  }
}
