package coffer.cli;

import coffer.operations.Api;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Step 2 of the demo: its keys, found by their description or created. They stay, so that any
/// number of runs makes no more than three.
final class DemoKeys {
  static final String DESCRIPTION = "coffer demo";
  static final String AES = "Aliyun_AES_256";
  static final String RSA = "RSA_2048";
  static final String EC = "EC_P256";
  private static final List<String> SPECS = List.of(AES, RSA, EC);
  private static final int PAGE_SIZE = 100;
  private static final int PAGES_MAX = 50;

  private final OpenApi api;
  private final Narration narration;
  private final String instance;

  DemoKeys(OpenApi api, Narration narration, String instance) {
    this.api = api;
    this.narration = narration;
    this.instance = instance;
  }

  /// Key ids by spec.
  Map<String, String> findOrCreate() {
    narration.step("Step 2. Customer master keys");
    Map<String, String> found = find();
    Map<String, String> keys = new LinkedHashMap<>();
    for (String spec : SPECS) {
      String earlier = found.get(spec);
      String id = earlier == null ? create(spec) : earlier;
      keys.put(spec, id);
      narration.ok(
          spec + "  " + id + (earlier == null ? "  created in the HSM" : "  from an earlier run"));
    }
    return keys;
  }

  private Map<String, String> find() {
    Map<String, String> found = new HashMap<>();
    for (int page = 1; page <= PAGES_MAX && found.size() < SPECS.size(); page++) {
      JsonNode keys =
          api.call(
                  Api.KMS,
                  "ListKeys",
                  Map.of("PageNumber", Value.of("" + page), "PageSize", Value.of("" + PAGE_SIZE)))
              .path("Keys")
              .path("Key");
      keys.forEach(key -> take(Json.text(key, "KeyId"), found));
      if (keys.size() < PAGE_SIZE) {
        break;
      }
    }
    return found;
  }

  private void take(String id, Map<String, String> found) {
    JsonNode key =
        api.call(Api.KMS, "DescribeKey", Map.of("KeyId", Value.of(id))).path("KeyMetadata");
    if (Json.text(key, "Description").equals(DESCRIPTION)
        && Json.text(key, "KeyState").equals("Enabled")
        && Json.text(key, "DKMSInstanceId").equals(instance)) {
      found.putIfAbsent(Json.text(key, "KeySpec"), id);
    }
  }

  private String create(String spec) {
    JsonNode key =
        api.call(
            Api.KMS,
            "CreateKey",
            Map.of(
                "KeySpec", Value.of(spec),
                "Description", Value.of(DESCRIPTION),
                "DKMSInstanceId", Value.of(instance)));
    return Json.text(key.path("KeyMetadata"), "KeyId");
  }
}
