package coffer.cli;

import coffer.operations.Api;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Calls of the OpenAPI.
@FunctionalInterface
interface OpenApi {
  /// Answers the JSON body. Throws `Refused` when the service says no, `Trouble` when it cannot be
  /// asked.
  JsonNode call(Api api, String action, Map<String, Value> parameters);
}
