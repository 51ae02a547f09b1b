package coffer.operations.kms;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.model.AliasName;
import coffer.model.ErrorCode;
import coffer.model.Key;
import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import coffer.operations.House;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyFiltersTest {
  @TempDir static Path directory;
  private static House house;
  private static Calls calls;
  private static Key aes;
  private static Key disabled;
  private static Key ec;

  @BeforeAll
  static void build() {
    house = new House(directory);
    calls = new Calls(house);
    aes = house.create(KeySpec.ALIYUN_AES_256, KeyUsage.ENCRYPT_DECRYPT);
    disabled = house.create(KeySpec.ALIYUN_AES_128, KeyUsage.ENCRYPT_DECRYPT);
    ec = house.create(KeySpec.EC_P256, KeyUsage.SIGN_VERIFY);
    house.keys.life().disable(disabled.id());
    house.keys.aliases().create(new AliasName("alias/aes"), aes.id());
    house.keys.tagging().tag(List.of(aes.id()), "Tags", Map.of("team", "red", "env", "blue"));
    house.keys.tagging().tag(List.of(ec.id()), "Tags", Map.of("team", "blue"));
  }

  @AfterAll
  static void close() {
    house.close();
  }

  /// `a` is the AES key, `d` the disabled one, `e` the elliptic one.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "KeyState=Enabled | ae",
        "KeyState=Enabled,Disabled | ade",
        "KeyState=PendingImport | ''",
        "KeySpec=Aliyun_AES_128 | d",
        "KeyUsage=SIGN/VERIFY | e",
        "ProtectionLevel=SOFTWARE | ade",
        "ProtectionLevel=HSM | ''",
        "CreatorType=User | ade",
        "CreatorType=Service | ''",
        "CreatorType=Service,User | ade",
        "Creator=1234567890123456 | ade",
        "Creator=1 | ''",
        "DKMSInstanceId=kst-00000000000000000001 | ade",
        "DKMSInstanceId=kst-none | ''",
        "AliasName=alias/aes | a",
        "AliasName=alias/none | ''",
        "TagKey=team | ae",
        "TagValue=blue | ae",
        "TagKey=team;TagValue=blue | e",
        "TagKey=team,env;TagValue=blue | ae",
        "KeyState=Enabled;KeyUsage=ENCRYPT/DECRYPT | a",
        "KeyState=Enabled;KeyState=Disabled | ade",
        "KeyState=Enabled;KeySpec=Aliyun_AES_128 | ''",
      })
  void keysHaveWhatEveryEntryAsksFor(String entries, String expected) {
    List<Key> keys = List.of(aes, disabled, ec);
    String names = "ade";
    String filters =
        List.of(entries.trim().split(";")).stream()
            .map(entry -> entry(entry.substring(0, entry.indexOf('=')), values(entry)))
            .collect(Collectors.joining(",", "[", "]"));
    List<String> ids =
        IntStream.range(0, keys.size())
            .filter(i -> expected.indexOf(names.charAt(i)) >= 0)
            .mapToObj(i -> keys.get(i).id().value())
            .toList();
    ListKeys.Answer answer = list(filters);
    assertThat(answer.keys().key().stream().map(ListKeys.Entry::keyId))
        .containsExactlyInAnyOrderElementsOf(ids);
    assertThat(answer.totalCount()).isEqualTo(ids.size());
  }

  @Test
  void aKeyIsFoundById() {
    assertThat(list("[" + entry("keyId", List.of(ec.id().value(), "other")) + "]").totalCount())
        .isOne();
  }

  @Test
  void thePageIsOneOfWhatWasFound() {
    String enabled = "[" + entry("KeyState", List.of("Enabled")) + "]";
    ListKeys.Answer last =
        calls.answer(
            ListKeys.OPERATION,
            new ListKeys.Request(Optional.of(2), Optional.of(1), Optional.of(enabled)));
    assertThat(last.keys().key()).hasSize(1);
    assertThat(last.totalCount()).isEqualTo(2);
    assertThat(list("[]").totalCount()).isEqualTo(3);
  }

  @Test
  void whatIsNoFilterIsRefused() {
    String eleven = ",\"v\"".repeat(10);
    for (String bad :
        List.of(
            "{}",
            "[",
            "text",
            "[1]",
            "[{}]",
            "[{\"Key\":\"KeyState\"}]",
            "[{\"Key\":\"KeyState\",\"Values\":[]}]",
            "[{\"Key\":\"KeyState\",\"Values\":\"Enabled\"}]",
            "[{\"Key\":\"KeyState\",\"Values\":[1]}]",
            "[{\"Key\":\"KeyState\",\"Values\":[\"Destroying\"]}]",
            "[{\"Key\":\"KeySpec\",\"Values\":[\"DES\"]}]",
            "[{\"Key\":\"CreatorType\",\"Values\":[\"Nobody\"]}]",
            "[{\"Key\":\"KeyId\",\"Values\":[\"a\"]}]",
            "[{\"Key\":\"TagKey\",\"Values\":[\"v\"" + eleven + "]}]",
            "["
                + "{\"Key\":\"TagKey\",\"Values\":[\"v\"]},".repeat(10)
                + "{\"Key\":\"TagKey\",\"Values\":[\"v\"]}]")) {
      assertThat(Calls.refusal(() -> list(bad))).as(bad).isEqualTo(ErrorCode.INVALID_PARAMETER);
    }
  }

  private static ListKeys.Answer list(String filters) {
    return calls.answer(
        ListKeys.OPERATION,
        new ListKeys.Request(Optional.empty(), Optional.empty(), Optional.of(filters)));
  }

  private static List<String> values(String entry) {
    return List.of(entry.substring(entry.indexOf('=') + 1).split(","));
  }

  private static String entry(String key, List<String> values) {
    return "{\"Key\":\"%s\",\"Values\":%s}".formatted(key, JsonText.array(values));
  }
}
