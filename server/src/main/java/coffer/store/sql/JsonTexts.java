package coffer.store.sql;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// A list of texts as a JSON array.
final class JsonTexts {
  private static final JsonFactory JSON = new JsonFactory();

  private JsonTexts() {}

  static String write(List<?> values) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartArray();
      for (Object value : values) {
        json.writeString(value.toString());
      }
      json.writeEndArray();
    }
    return text.toString();
  }

  static List<String> read(String text) {
    List<String> values = new ArrayList<>();
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
      expect(json.nextToken() == JsonToken.START_ARRAY);
      while (json.nextToken() != JsonToken.END_ARRAY) {
        expect(json.currentToken() == JsonToken.VALUE_STRING);
        values.add(json.getString());
      }
    }
    return List.copyOf(values);
  }

  private static void expect(boolean condition) {
    if (!condition) {
      throw new IllegalStateException("not a JSON array of texts");
    }
  }
}
