package coffer.cli;

import coffer.operations.Api;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The KMS instances that the service tells of.
final class KmsInstances {
  private KmsInstances() {}

  /// The one named, else the server's own, else the only one there is.
  static String choose(OpenApi api, Optional<String> named, Optional<String> own) {
    return named.or(() -> own).orElseGet(() -> only(api));
  }

  static JsonNode get(OpenApi api, String id) {
    return api.call(Api.KMS, "GetKmsInstance", Map.of("KmsInstanceId", Value.of(id)))
        .path("KmsInstance");
  }

  private static String only(OpenApi api) {
    List<String> ids = new ArrayList<>();
    JsonNode list =
        api.call(Api.KMS, "ListKmsInstances", Map.of()).path("KmsInstances").path("KmsInstance");
    list.forEach(instance -> ids.add(Json.text(instance, "KmsInstanceId")));
    if (ids.size() != 1) {
      throw new Trouble(
          ids.isEmpty()
              ? "There is no KMS instance"
              : "There is more than one KMS instance, name one with --instance: "
                  + String.join(", ", ids));
    }
    return ids.getFirst();
  }
}
