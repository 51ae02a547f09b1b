package coffer.compat.openapi;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.util.Map;

/// A failure as the client tells it.
///
/// @param status HTTP, 0 where the client does not tell
/// @param detail why policies refused, empty where they did not
record Refusal(
    String code, String message, String requestId, int status, Map<String, Object> detail) {

  /// One that is not of the service.
  static Refusal of(Throwable failure) {
    return new Refusal(
        failure.getClass().getSimpleName(), String.valueOf(failure.getMessage()), "", 0, Map.of());
  }

  JsonObject json() {
    JsonObject json = new JsonObject();
    json.addProperty("ok", false);
    json.addProperty("code", code);
    json.addProperty("message", message);
    json.addProperty("requestId", requestId);
    json.addProperty("status", status);
    json.add("detail", new Gson().toJsonTree(detail));
    return json;
  }
}
