package coffer.compat.clients;

import com.google.gson.JsonObject;
import java.util.Base64;

/// The fields of a request by the API's names; bytes travel as Base64.
record Fields(JsonObject json) {
  static Fields none() {
    return new Fields(new JsonObject());
  }

  static Fields key(String id) {
    return none().with("KeyId", id);
  }

  Fields with(String name, String value) {
    JsonObject copy = json.deepCopy();
    copy.addProperty(name, value);
    return new Fields(copy);
  }

  Fields with(String name, int value) {
    JsonObject copy = json.deepCopy();
    copy.addProperty(name, value);
    return new Fields(copy);
  }

  Fields with(String name, boolean value) {
    JsonObject copy = json.deepCopy();
    copy.addProperty(name, value);
    return new Fields(copy);
  }

  /// An empty value is left out.
  Fields with(String name, byte[] value) {
    return value.length == 0 ? this : with(name, Base64.getEncoder().encodeToString(value));
  }
}
