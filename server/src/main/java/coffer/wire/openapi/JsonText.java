package coffer.wire.openapi;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// Reads the JSON that stands in single parameters: an array of strings, an object of strings, or
/// an array of those. Empty for anything else: other values, nesting, a name twice, text behind it.
final class JsonText {
  private static final int ELEMENTS_MAX = 1000;
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(2)
                  .maxStringLength(Parameters.VALUE_CHARS_MAX)
                  .maxNameLength(Parameters.VALUE_CHARS_MAX)
                  .build())
          .disable(JsonFactory.Feature.INTERN_PROPERTY_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
          .build();

  private JsonText() {}

  static Optional<List<String>> strings(String text) {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
      List<String> strings = new ArrayList<>();
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        return Optional.empty();
      }
      while (parser.nextToken() == JsonToken.VALUE_STRING && strings.size() < ELEMENTS_MAX) {
        strings.add(parser.getString());
      }
      boolean whole = parser.currentToken() == JsonToken.END_ARRAY && parser.nextToken() == null;
      return whole ? Optional.of(List.copyOf(strings)) : Optional.empty();
    } catch (JacksonException e) {
      // Its message quotes the text, which may be secret.
      return Optional.empty();
    }
  }

  static Optional<Map<String, String>> members(String text) {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      Optional<Map<String, String>> members = members(parser);
      return members.filter(_ -> parser.nextToken() == null);
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  /// An array of objects of strings.
  static Optional<List<Map<String, String>>> objects(String text) {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
      List<Map<String, String>> objects = new ArrayList<>();
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        return Optional.empty();
      }
      while (parser.nextToken() == JsonToken.START_OBJECT && objects.size() < ELEMENTS_MAX) {
        Optional<Map<String, String>> members = members(parser);
        if (members.isEmpty()) {
          return Optional.empty();
        }
        objects.add(members.get());
      }
      boolean whole = parser.currentToken() == JsonToken.END_ARRAY && parser.nextToken() == null;
      return whole ? Optional.of(List.copyOf(objects)) : Optional.empty();
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  /// From behind the bracket that opens an object to the one that closes it.
  private static Optional<Map<String, String>> members(JsonParser parser) {
    Map<String, String> members = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME && members.size() < ELEMENTS_MAX) {
      String name = parser.currentName();
      if (parser.nextToken() != JsonToken.VALUE_STRING
          || members.put(name, parser.getString()) != null) {
        return Optional.empty();
      }
    }
    return parser.currentToken() == JsonToken.END_OBJECT
        ? Optional.of(Collections.unmodifiableMap(members))
        : Optional.empty();
  }
}
