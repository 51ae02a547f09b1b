package coffer.cli;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// JSON, read and written.
final class Json {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final JsonMapper PRETTY =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private Json() {}

  static JsonNode parse(String text) {
    return MAPPER.readTree(text);
  }

  static JsonNode parse(byte[] text) {
    return MAPPER.readTree(text);
  }

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static String text(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  static String pretty(JsonNode node) {
    return PRETTY.writeValueAsString(node);
  }

  /// The text of a field, empty when it is absent.
  static String text(JsonNode node, String field) {
    return node.path(field).asString("");
  }
}
