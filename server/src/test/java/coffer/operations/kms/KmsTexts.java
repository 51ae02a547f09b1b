package coffer.operations.kms;

import coffer.fuzz.FuzzTarget;
import coffer.store.KeySearch;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// JSON that actions carry inside their parameters.
public final class KmsTexts {
  private KmsTexts() {}

  public static List<FuzzTarget> all() {
    return List.of(
        FuzzTarget.of(
                "network-rules",
                JsonText.class,
                input -> JsonText.networkRules(new String(input, StandardCharsets.UTF_8)))
            .from("{\"NetworkRules\":[\"a\",\"b\"]}")
            .words("[", "{", "\"", "\\u0000", "null", "NetworkRules", "1"),
        FuzzTarget.of(
                "bind-vpcs",
                BindVpcs.class,
                input -> BindVpcs.read(new String(input, StandardCharsets.UTF_8)))
            .from("[{\"VpcId\":\"a\",\"VSwitchId\":\"b\",\"RegionId\":\"c\",\"VpcOwnerId\":1}]")
            .words("[", "{", "\"VpcId\":", "\\u0000", "null", "1e999"),
        FuzzTarget.of(
                "interval",
                Interval.class,
                input ->
                    Interval.parse("RotationInterval", new String(input, StandardCharsets.UTF_8)))
            .from("7d", "604800s", "168h", "10080m")
            .words("d", "h", "m", "s", "0", "999999999", "-", " "),
        FuzzTarget.of(
                "key-filters",
                KeyFilters.class,
                input -> KeyFilters.parse(Optional.of(new String(input, StandardCharsets.UTF_8))))
            .from("[{\"Key\":\"KeyState\",\"Values\":[\"Enabled\"]}]")
            .words("[", "{", "\"Key\":", "\"Values\":", "\\u0000", "null", "1e999"),
        FuzzTarget.of(
                "page-token",
                PageToken.class,
                input -> PageToken.parse(new String(input, StandardCharsets.UTF_8)))
            .from("a2V5LWh6ejYyZjFjYjY2ZmE0MnFvYWJjZHRlYW0")
            .words("=", "-", "_", "a2V5LQ"),
        FuzzTarget.of(
                "key-page",
                KeyPage.class,
                input -> {
                  String token = new String(input, StandardCharsets.UTF_8);
                  for (KeySearch.Sort sort : KeySearch.Sort.values()) {
                    KeyPage.parse(token, sort);
                  }
                })
            .from("MTc2NDA5NTM0NzAwMCBrZXktaHp6NjJmMWNiNjZmYTQycW9hYmM")
            .words("=", "-", "_", "IGtleS0", "MA"));
  }
}
