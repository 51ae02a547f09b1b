package coffer.operations.kms;

import coffer.fuzz.FuzzTarget;
import java.nio.charset.StandardCharsets;
import java.util.List;

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
            .words("d", "h", "m", "s", "0", "999999999", "-", " "));
  }
}
