package coffer.policy;

import static coffer.policy.PolicyDocument.require;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// The parts of a statement.
final class StatementFields {
  private static final int VALUES_MAX = 200;
  private static final int CONDITIONS_MAX = 100;
  private static final int KEY_LENGTH_MAX = 256;
  private static final int VALUE_LENGTH_MAX = 8_192;
  private static final Pattern ACTION =
      Pattern.compile("\\*|(\\*|[A-Za-z0-9-]{1,64}):[A-Za-z0-9*?]{1,128}");
  private static final Pattern RESOURCE = Pattern.compile("\\*|acs:[\\x21-\\x7e]{1,508}");
  private static final Pattern PRINCIPAL =
      Pattern.compile("acs:ram::[0-9]{1,32}:(\\*|root|(user|role)/[A-Za-z0-9._-]{1,64})");

  private StatementFields() {}

  /// In lower case, because an action means the same in any.
  static Patterns actions(PolicyKind kind, JsonNode statement, int number) {
    List<String> names = oneOf(statement, "Action", "NotAction", number);
    require(
        names.stream().allMatch(name -> ACTION.matcher(name).matches()),
        "Action must be * or SERVICE:NAME",
        number);
    require(
        kind != PolicyKind.KEY
            || names.stream().allMatch(name -> name.regionMatches(true, 0, "kms:", 0, 4)),
        "Action must begin with kms:",
        number);
    boolean negated = statement.has("NotAction");
    require(!negated || !kind.namesPrincipals(), "NotAction is not for this policy", number);
    return Patterns.of(negated, names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList());
  }

  static Patterns resources(PolicyKind kind, JsonNode statement, int number) {
    if (kind == PolicyKind.TRUST) {
      require(
          !statement.has("Resource") && !statement.has("NotResource"),
          "Resource is not for this policy",
          number);
      return Patterns.ALL;
    }
    List<String> arns = oneOf(statement, "Resource", "NotResource", number);
    if (kind == PolicyKind.KEY) {
      require(
          arns.equals(List.of("*")) && !statement.has("NotResource"),
          "Resource must be \"*\"",
          number);
    }
    require(
        arns.stream().allMatch(arn -> RESOURCE.matcher(arn).matches()),
        "Resource must be * or acs:…",
        number);
    return Patterns.of(statement.has("NotResource"), arns);
  }

  static Principals principals(PolicyKind kind, JsonNode node, int number) {
    if (!kind.namesPrincipals()) {
      require(node.isMissingNode(), "Principal is not for this policy", number);
      return Principals.BEARER;
    }
    require(
        node.isObject() && PolicyDocument.names(node).equals(Set.of("RAM")),
        "Principal must be {\"RAM\": […]}",
        number);
    List<String> arns = texts(node.path("RAM"), "Principal", number);
    require(
        arns.stream().allMatch(arn -> PRINCIPAL.matcher(arn).matches()),
        "Principal must be acs:ram::ACCOUNT:* or …:root, …:user/NAME, …:role/NAME",
        number);
    return Principals.of(arns);
  }

  static List<Condition> conditions(JsonNode node, int number) {
    if (node.isMissingNode()) {
      return List.of();
    }
    require(node.isObject(), "Condition must be an object", number);
    List<Condition> conditions = new ArrayList<>();
    for (Map.Entry<String, JsonNode> operator : node.properties()) {
      require(operator.getValue().isObject(), "Condition is not valid", number);
      for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
        conditions.add(condition(operator.getKey(), key.getKey(), key.getValue(), number));
        require(conditions.size() <= CONDITIONS_MAX, "too many conditions", number);
      }
    }
    return conditions;
  }

  private static Condition condition(String name, String key, JsonNode values, int number) {
    Optional<ConditionOperator> operator = ConditionOperator.find(name);
    require(operator.isPresent(), "Condition has an operator that is not known", number);
    Optional<String> known = ConditionKey.find(key);
    require(
        known.isPresent() && key.length() <= KEY_LENGTH_MAX,
        "Condition has a key that is not known",
        number);
    Optional<ValueTest> test =
        operator.flatMap(o -> ValueTest.of(o, texts(values, "Condition", number)));
    require(test.isPresent(), "Condition has a value that its operator cannot compare", number);
    return new Condition(known.orElseThrow(), operator.orElseThrow().negated(), test.orElseThrow());
  }

  private static List<String> oneOf(JsonNode statement, String name, String negated, int number) {
    require(statement.has(name) != statement.has(negated), name + " is needed, once", number);
    return texts(statement.path(statement.has(name) ? name : negated), name, number);
  }

  /// One value or an array of some; numbers and flags count as they are written.
  private static List<String> texts(JsonNode node, String field, int number) {
    List<JsonNode> nodes = new ArrayList<>();
    if (node.isArray()) {
      node.forEach(nodes::add);
    } else {
      nodes.add(node);
    }
    require(
        !nodes.isEmpty() && nodes.size() <= VALUES_MAX, field + " needs 1 to 200 values", number);
    List<String> texts = new ArrayList<>(nodes.size());
    for (JsonNode value : nodes) {
      boolean scalar = value.isString() || value.isNumber() || value.isBoolean();
      require(scalar, field + " has a value that is no text", number);
      String text = value.asString();
      require(text.length() <= VALUE_LENGTH_MAX, field + " has a value that is too long", number);
      texts.add(text);
    }
    return texts;
  }
}
