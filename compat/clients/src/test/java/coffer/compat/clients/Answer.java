package coffer.compat.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/// What came of a command, in any of the clients.
///
/// @param code the refusal's, or what the client calls its own failure
/// @param status HTTP, 0 where the client does not tell
/// @param detail why policies refused, empty where the client does not tell
record Answer(
    boolean ok,
    String code,
    int status,
    String message,
    String requestId,
    JsonObject detail,
    JsonObject fields) {
  static Answer parse(String line) {
    JsonObject all = JsonParser.parseString(line).getAsJsonObject();
    JsonObject fields = new JsonObject();
    if (all.get("answer") instanceof JsonObject answer) {
      // The Java SDK's fields begin with a small letter, all others as the API's.
      answer.asMap().forEach((name, value) -> fields.add(capital(name), value));
    }
    return new Answer(
        all.get("ok").getAsBoolean(),
        text(all, "code"),
        all.has("status") ? all.get("status").getAsInt() : 0,
        text(all, "message"),
        text(all, "requestId"),
        all.get("detail") instanceof JsonObject detail ? detail : new JsonObject(),
        fields);
  }

  Answer orFail() {
    assertThat(ok).as("%s %s %s", status, code, message).isTrue();
    return this;
  }

  void refused(int wanted, String wantedCode) {
    assertThat(ok).as("done, but should be refused: %s", fields).isFalse();
    assertThat(code).as(message).isEqualTo(wantedCode);
    // Some clients keep the status to themselves.
    assertThat(status).as(message).isIn(0, wanted);
  }

  String text(String name) {
    assertThat(fields.has(name)).as("%s in %s", name, fields).isTrue();
    return fields.get(name).getAsString();
  }

  byte[] bytes(String name) {
    return Base64.getDecoder().decode(text(name));
  }

  /// Absent is false, as proto3 has it.
  boolean flag(String name) {
    return fields.has(name) && fields.get(name).getAsBoolean();
  }

  /// The first value of this name, however the client nests and writes it.
  String find(String name) {
    List<String> all = findAll(name);
    assertThat(all).as("%s in %s", name, fields).isNotEmpty();
    return all.getFirst();
  }

  /// Every value of this name, in their order.
  List<String> findAll(String name) {
    List<String> found = new ArrayList<>();
    collect(fields, name, found);
    return found;
  }

  private static void collect(JsonElement at, String name, List<String> found) {
    switch (at) {
      case JsonObject object ->
          object
              .asMap()
              .forEach((key, value) -> {
                if (key.equalsIgnoreCase(name) && value.isJsonPrimitive()) {
                  found.add(value.getAsString());
                }
                collect(value, name, found);
              });
      case JsonArray array -> array.forEach(element -> collect(element, name, found));
      default -> {}
    }
  }

  private static String capital(String name) {
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }

  private static String text(JsonObject all, String name) {
    JsonElement value = all.get(name);
    return value == null || value.isJsonNull() ? "" : value.getAsString();
  }
}
