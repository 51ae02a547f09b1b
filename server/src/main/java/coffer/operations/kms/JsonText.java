package coffer.operations.kms;

import coffer.model.KmsException;
import coffer.model.NetworkRuleName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// JSON inside parameters and answers, which some actions pass as text.
final class JsonText {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LENGTH_MAX = 8192;

  private JsonText() {}

  static String array(List<String> values) {
    return JSON.writeValueAsString(values);
  }

  static String object(Map<String, String> fields) {
    return JSON.writeValueAsString(fields);
  }

  /// The names in `{"NetworkRules":["…"]}`.
  static List<String> networkRules(String text) {
    if (text.length() > LENGTH_MAX) {
      throw KmsException.invalid("AccessControlRules");
    }
    try {
      JsonNode rules = JSON.readTree(text).path("NetworkRules");
      List<String> names = new ArrayList<>();
      for (JsonNode name : rules) {
        if (!name.isString()) {
          throw KmsException.invalid("AccessControlRules");
        }
        names.add(name.stringValue());
      }
      if (!rules.isArray()) {
        throw KmsException.invalid("AccessControlRules");
      }
      return names;
    } catch (JacksonException e) {
      throw KmsException.invalid("AccessControlRules", "it is not JSON");
    }
  }

  static List<NetworkRuleName> ruleNames(String text) {
    return networkRules(text).stream().map(JsonText::ruleName).toList();
  }

  private static NetworkRuleName ruleName(String name) {
    try {
      return new NetworkRuleName(name);
    } catch (KmsException e) {
      throw KmsException.invalid("AccessControlRules");
    }
  }

  static String networkRules(List<String> names) {
    return "{\"NetworkRules\":" + array(names) + "}";
  }
}
