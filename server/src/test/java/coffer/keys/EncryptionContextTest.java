package coffer.keys;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.testing.Seeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The expected values were made with sha256sum.
class EncryptionContextTest {
  @Test
  void noContextIsNoBytes() {
    assertThat(EncryptionContext.aad(Map.of())).isEmpty();
  }

  @Test
  void aPlainContextIsTheDigestOfItsSortedPairs() {
    check(Map.of("a", "1"), "c22fea5d7428e5cf47ef6354c97c9223c95d6dcdc3e0d2300ff79056b1ff3d85");
    check(
        Map.of("c", "", "Action", "x", "b", "2"),
        "f90e420fbf49f4922bb90cb1c549c3264a040db405c99e4fa1d75029f2acfa69");
    check(Map.of("k", "vä"), "6ca9523228d90af264bdb402c2d65a5fa440411e04308f77e514209ff09f0471");
  }

  @Test
  void aContextWithSeparatorsIsTheDigestOfItsMeasuredParts() {
    check(Map.of("a", "b&c=d"), "e767b26038368da6334dac2dc31ad9efa81fadee69d1e60f23bec5d57186bcdb");
  }

  private static void check(Map<String, String> context, String expected) {
    assertThat(HexFormat.of().formatHex(EncryptionContext.aad(context))).isEqualTo(expected);
  }

  @Test
  void contextsThatWouldReadTheSameDiffer() {
    List<Map<String, String>> lookalikes =
        List.of(
            Map.of("a", "b&c=d"),
            Map.of("a", "b", "c", "d"),
            Map.of("a=b&c", "d"),
            Map.of("a", "b&c", "x", "d"),
            Map.of("a", "=b"),
            Map.of("a=", "b"),
            Map.of("a", "b"),
            Map.of("b", "a"),
            Map.of("", "a"),
            Map.of("a", ""));
    Set<String> seen = new HashSet<>();
    for (Map<String, String> context : lookalikes) {
      String aad = HexFormat.of().formatHex(EncryptionContext.aad(context));
      assertThat(seen.add(aad)).as("%s", context).isTrue();
    }
  }

  @Test
  void theOrderOfPairsDoesNotMatter() {
    Seeds.check(
        100,
        random -> {
          Map<String, String> sorted = new TreeMap<>();
          for (int i = random.nextInt(6); i >= 0; i--) {
            sorted.put("k" + random.nextInt(50) + (random.nextBoolean() ? "=" : ""), "v" + i);
          }
          List<String> keys = new ArrayList<>(sorted.keySet());
          java.util.Collections.shuffle(keys, java.util.Random.from(random));
          Map<String, String> shuffled = new LinkedHashMap<>();
          keys.forEach(key -> shuffled.put(key, sorted.getOrDefault(key, "")));
          assertThat(EncryptionContext.aad(shuffled))
              .isEqualTo(EncryptionContext.aad(sorted))
              .isEqualTo(EncryptionContext.aad(new HashMap<>(sorted)));
        });
  }
}
