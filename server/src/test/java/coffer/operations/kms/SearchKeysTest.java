package coffer.operations.kms;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.model.AliasName;
import coffer.model.ErrorCode;
import coffer.model.Key;
import coffer.model.KeyId;
import coffer.model.KeySpec;
import coffer.operations.House;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every search gives each key once, in order, whatever the size of a page.
class SearchKeysTest {
  private static final List<KeySpec> SPECS =
      List.of(KeySpec.ALIYUN_AES_256, KeySpec.EC_P256, KeySpec.HMAC_SHA256);

  @TempDir static Path directory;
  private static House house;
  private static Calls calls;
  private static final List<KeyId> keys = new ArrayList<>();

  @BeforeAll
  static void build() {
    house = new House(directory);
    calls = new Calls(house);
    for (int i = 0; i < 23; i++) {
      KeySpec spec = SPECS.get(i % SPECS.size());
      Key key = house.create(spec, spec.defaultUsage());
      keys.add(key.id());
      if (i % 4 == 0) {
        calls.answer(DisableKey.OPERATION, new DisableKey.Request(key.id().value()));
      }
      if (i % 5 == 0) {
        house.keys.aliases().create(new AliasName("alias/Billing_" + i), key.id());
      }
      if (i % 7 == 0) {
        calls.answer(
            UpdateKeyDescription.OPERATION,
            new UpdateKeyDescription.Request(key.id().value(), "100% of BILLING_"));
      }
      // Some are born in the same millisecond.
      house.clock.forward(Duration.ofMillis(i % 2));
    }
  }

  @AfterAll
  static void close() {
    house.close();
  }

  private static SearchKeys.Answer page(
      Optional<String> text,
      Optional<String> filters,
      String sort,
      boolean descending,
      int limit,
      Optional<String> token) {
    return calls.answer(
        SearchKeys.OPERATION,
        new SearchKeys.Request(
            text, filters, Optional.of(sort), Optional.of(descending), Optional.of(limit), token));
  }

  private static List<String> all(
      Optional<String> text, Optional<String> filters, String sort, boolean descending, int limit) {
    List<String> found = new ArrayList<>();
    Optional<String> token = Optional.empty();
    do {
      SearchKeys.Answer page = page(text, filters, sort, descending, limit, token);
      assertThat(page.keys().key()).isNotEmpty().hasSizeLessThanOrEqualTo(limit);
      page.keys().key().forEach(key -> found.add(key.keyId()));
      token = page.nextToken();
    } while (token.isPresent());
    return found;
  }

  private static List<String> expected(String sort, boolean descending) {
    Comparator<Key> order =
        switch (sort) {
          case "CreationDate" -> Comparator.comparing(key -> key.traits().created());
          case "KeyState" -> Comparator.comparing(key -> key.state().wireName());
          default -> Comparator.comparing(key -> key.spec().wireName());
        };
    Comparator<Key> whole = order.thenComparing(key -> key.id().value());
    return keys.stream()
        .map(id -> house.keys.find(id).orElseThrow())
        .sorted(descending ? whole.reversed() : whole)
        .map(key -> key.id().value())
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "CreationDate, false",
    "CreationDate, true",
    "KeyState, false",
    "KeyState, true",
    "KeySpec, false",
    "KeySpec, true"
  })
  void pagesOfAnySizeAreTheSortedWhole(String sort, boolean descending) {
    for (int limit : new int[] {1, 5, 22, 23, 24, 100}) {
      assertThat(all(Optional.empty(), Optional.empty(), sort, descending, limit))
          .as("%s by pages of %s", sort, limit)
          .isEqualTo(expected(sort, descending));
    }
  }

  @Test
  void textIsFoundInIdDescriptionAndAlias() {
    assertThat(all(Optional.of("billing_"), Optional.empty(), "CreationDate", false, 3))
        .containsExactlyInAnyOrderElementsOf(ids(number -> number % 5 == 0 || number % 7 == 0));
    assertThat(all(Optional.of("0% of"), Optional.empty(), "KeySpec", false, 100))
        .containsExactlyInAnyOrderElementsOf(ids(number -> number % 7 == 0));
    String id = keys.get(9).value();
    assertThat(all(Optional.of(id.substring(6)), Optional.empty(), "KeyState", true, 100))
        .containsExactly(id);
    assertThat(
            page(Optional.of("bill_ng"), Optional.empty(), "KeySpec", false, 10, Optional.empty())
                .keys()
                .key())
        .isEmpty();
  }

  @Test
  void filtersAndTextAreBothMeant() {
    Optional<String> disabled = Optional.of("[{\"Key\":\"KeyState\",\"Values\":[\"Disabled\"]}]");
    assertThat(all(Optional.of("Billing"), disabled, "CreationDate", false, 2))
        .containsExactlyInAnyOrderElementsOf(
            ids(number -> number % 4 == 0 && (number % 5 == 0 || number % 7 == 0)));
    assertThat(
            page(Optional.empty(), disabled, "CreationDate", false, 1, Optional.empty())
                .keys()
                .key()
                .getFirst()
                .aliases()
                .aliasName())
        .containsExactly("alias/Billing_0");
  }

  private static List<String> ids(IntPredicate wanted) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      if (wanted.test(i)) {
        ids.add(keys.get(i).value());
      }
    }
    return ids;
  }

  @Test
  void whatCannotBeMeantIsRefused() {
    Optional<String> none = Optional.empty();
    String token = page(none, none, "KeySpec", false, 1, none).nextToken().orElseThrow();
    for (SearchKeys.Request wrong :
        List.of(
            request(Optional.of("x".repeat(257)), "KeySpec", 1, none),
            request(none, "Alias", 1, none),
            request(none, "KeySpec", 0, none),
            request(none, "KeySpec", 101, none),
            request(none, "KeySpec", 1, Optional.of("!")),
            request(none, "KeySpec", 1, Optional.of("A".repeat(600))),
            request(none, "CreationDate", 1, Optional.of(token)))) {
      assertThat(calls.refusal(SearchKeys.OPERATION, wrong)).isEqualTo(ErrorCode.INVALID_PARAMETER);
    }
  }

  private static SearchKeys.Request request(
      Optional<String> text, String sort, int limit, Optional<String> token) {
    return new SearchKeys.Request(
        text, Optional.empty(), Optional.of(sort), Optional.empty(), Optional.of(limit), token);
  }
}
