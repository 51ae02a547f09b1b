package coffer.compat.dkms;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Set;

/// One thing to do.
///
/// @param action a method of the SDK's client: `encrypt`, `advanceDecrypt`
/// @param endpoint `host:port`
/// @param clientKeyFile the client key, as the service handed it out
/// @param passwordFile its password, without a newline
/// @param caFile PEM
/// @param fields the request's fields by the SDK's names; bytes as Base64
record Command(
    String action,
    String endpoint,
    String clientKeyFile,
    String passwordFile,
    String caFile,
    JsonObject fields) {
  private static final Set<String> NAMES =
      Set.of("action", "endpoint", "clientKeyFile", "passwordFile", "caFile", "fields");

  static Command parse(JsonElement line) {
    if (!line.isJsonObject()) {
      throw new IllegalArgumentException("a command is a JSON object");
    }
    JsonObject object = line.getAsJsonObject();
    for (String name : object.keySet()) {
      if (!NAMES.contains(name)) {
        throw new IllegalArgumentException("unknown name: " + name);
      }
    }
    JsonElement fields = object.get("fields");
    if (fields == null || !fields.isJsonObject()) {
      throw new IllegalArgumentException("missing: fields");
    }
    return new Command(
        text(object, "action"),
        text(object, "endpoint"),
        text(object, "clientKeyFile"),
        text(object, "passwordFile"),
        text(object, "caFile"),
        fields.getAsJsonObject());
  }

  private static String text(JsonObject object, String name) {
    JsonElement value = object.get(name);
    if (value == null || !value.isJsonPrimitive()) {
      throw new IllegalArgumentException("missing: " + name);
    }
    return value.getAsString();
  }
}
