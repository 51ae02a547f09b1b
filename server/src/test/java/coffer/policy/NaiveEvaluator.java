package coffer.policy;

import coffer.model.AddressRange;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The rules of the policy language once more, as slowly and as plainly as they are written down:
/// every statement of every document is read anew for every question, and patterns are regular
/// expressions. Shares nothing with the real one but the reading of addresses.
final class NaiveEvaluator {
  private NaiveEvaluator() {}

  /// Documents that apply.
  record Documents(List<String> identity, List<String> session, List<String> key) {}

  /// A question, with every value as text.
  record Question(
      String arn, String everybody, String action, String resource, Map<String, String> context) {}

  static Decision.Outcome decide(Documents documents, Question question) {
    boolean denied =
        any(documents.identity(), "Deny", question, "")
            || any(documents.session(), "Deny", question, "")
            || any(documents.key(), "Deny", question, question.arn())
            || any(documents.key(), "Deny", question, question.everybody());
    if (denied) {
      return Decision.Outcome.EXPLICIT_DENY;
    }
    boolean granted =
        any(documents.identity(), "Allow", question, "")
            || any(documents.key(), "Allow", question, question.arn());
    boolean narrowed =
        !documents.session().isEmpty() && !any(documents.session(), "Allow", question, "");
    return granted && !narrowed ? Decision.Outcome.ALLOWED : Decision.Outcome.IMPLICIT_DENY;
  }

  /// @param principal that the statement must name; empty where statements name nobody
  private static boolean any(
      List<String> documents, String effect, Question question, String principal) {
    for (String document : documents) {
      JsonNode statements = JsonMapper.shared().readTree(document).path("Statement");
      for (JsonNode statement : statements.isArray() ? statements : List.of(statements)) {
        if (statement.path("Effect").asString().equals(effect)
            && applies(statement, question)
            && (principal.isEmpty()
                || texts(statement.path("Principal").path("RAM")).contains(principal))) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean applies(JsonNode statement, Question question) {
    String action = question.action().toLowerCase(Locale.ROOT);
    boolean action1 =
        statement.has("Action")
            ? texts(statement.path("Action")).stream()
                .anyMatch(p -> like(p.toLowerCase(Locale.ROOT), action))
            : texts(statement.path("NotAction")).stream()
                .noneMatch(p -> like(p.toLowerCase(Locale.ROOT), action));
    boolean resource =
        statement.has("Resource")
            ? texts(statement.path("Resource")).stream().anyMatch(p -> like(p, question.resource()))
            : texts(statement.path("NotResource")).stream()
                .noneMatch(p -> like(p, question.resource()));
    return action1 && resource && holds(statement.path("Condition"), question.context());
  }

  private static boolean holds(JsonNode conditions, Map<String, String> context) {
    for (Map.Entry<String, JsonNode> operator : conditions.properties()) {
      for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
        String name = operator.getKey();
        boolean negated = name.contains("Not");
        String positive = name.replace("Not", "");
        String actual = context.get(key.getKey());
        boolean one =
            actual != null
                && texts(key.getValue()).stream().anyMatch(v -> compare(positive, actual, v));
        if (one == negated) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean compare(String operator, String actual, String wanted) {
    return switch (operator) {
      case "StringEquals" -> actual.equals(wanted);
      case "StringEqualsIgnoreCase" ->
          actual.toLowerCase(Locale.ROOT).equals(wanted.toLowerCase(Locale.ROOT));
      case "StringLike" -> like(wanted, actual);
      case "NumericEquals" -> number(actual, wanted, 0, 0);
      case "NumericLessThan" -> number(actual, wanted, -1, -1);
      case "NumericLessThanEquals" -> number(actual, wanted, -1, 0);
      case "NumericGreaterThan" -> number(actual, wanted, 1, 1);
      case "NumericGreaterThanEquals" -> number(actual, wanted, 0, 1);
      case "DateEquals" -> date(actual, wanted, 0, 0);
      case "DateLessThan" -> date(actual, wanted, -1, -1);
      case "DateLessThanEquals" -> date(actual, wanted, -1, 0);
      case "DateGreaterThan" -> date(actual, wanted, 1, 1);
      case "DateGreaterThanEquals" -> date(actual, wanted, 0, 1);
      case "Bool" -> actual.equalsIgnoreCase(wanted);
      case "IpAddress" ->
          AddressRange.find(wanted).orElseThrow().contains(InetAddress.ofLiteral(actual));
      default -> throw new AssertionError(operator);
    };
  }

  private static boolean number(String actual, String wanted, int from, int to) {
    if (!actual.matches("-?[0-9]+(\\.[0-9]+)?")) {
      return false;
    }
    int sign = Integer.signum(new BigDecimal(actual).compareTo(new BigDecimal(wanted)));
    return sign >= from && sign <= to;
  }

  private static boolean date(String actual, String wanted, int from, int to) {
    if (!actual.matches("[0-9]{4}-.*Z")) {
      return false;
    }
    int sign =
        Integer.signum(
            OffsetDateTime.parse(actual)
                .toInstant()
                .compareTo(OffsetDateTime.parse(wanted).toInstant()));
    return sign >= from && sign <= to;
  }

  private static boolean like(String pattern, String text) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      regex.append(
          switch (c) {
            case '*' -> ".*";
            case '?' -> ".";
            default -> Pattern.quote(String.valueOf(c));
          });
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(text).matches();
  }

  private static List<String> texts(JsonNode node) {
    List<String> texts = new ArrayList<>();
    if (node.isArray()) {
      node.forEach(value -> texts.add(value.asString()));
    } else if (!node.isMissingNode()) {
      texts.add(node.asString());
    }
    return texts;
  }
}
