package coffer.policy;

import coffer.model.ErrorCode;
import coffer.model.KmsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads documents. What is not understood is refused: a field that was passed over in silence
/// could be the one that denies.
public final class PolicyDocument {
  private static final int DEPTH_MAX = 8;
  private static final int STATEMENTS_MAX = 200;
  private static final Set<String> FIELDS = Set.of("Version", "Statement");
  private static final Set<String> STATEMENT_FIELDS =
      Set.of(
          "Sid",
          "Effect",
          "Action",
          "NotAction",
          "Resource",
          "NotResource",
          "Principal",
          "Condition");
  private static final Pattern SID = Pattern.compile("[A-Za-z0-9_/+=.@ -]{1,128}");
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEPTH_MAX).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private PolicyDocument() {}

  /// Compiles a document, or refuses it as `MALFORMED_POLICY_DOCUMENT` with what is wrong.
  ///
  /// @param name as explanations will name the policy
  public static Policy compile(PolicyKind kind, String name, String document) {
    if (document.isEmpty() || document.length() > kind.lengthMax()) {
      throw malformed("it must have 1 to " + kind.lengthMax() + " characters");
    }
    JsonNode root = read(document);
    require(root.isObject() && FIELDS.containsAll(names(root)), "only Version and Statement");
    require(root.path("Version").asString("").equals("1"), "Version must be \"1\"");
    JsonNode written = root.path("Statement");
    List<JsonNode> nodes = new ArrayList<>();
    if (written.isObject()) {
      nodes.add(written);
    } else {
      written.forEach(nodes::add);
    }
    boolean few = !nodes.isEmpty() && nodes.size() <= STATEMENTS_MAX;
    require((written.isObject() || written.isArray()) && few, "1 to 200 statements");
    List<Statement> statements = new ArrayList<>(nodes.size());
    for (JsonNode node : nodes) {
      statements.add(statement(kind, node, statements.size() + 1));
    }
    return new Policy(source(kind), name, statements);
  }

  private static JsonNode read(String document) {
    try {
      return JSON.readTree(document);
    } catch (JacksonException e) {
      throw malformed("it is not JSON, or says something twice");
    }
  }

  private static PolicySource source(PolicyKind kind) {
    return switch (kind) {
      case IDENTITY -> PolicySource.IDENTITY;
      case SESSION -> PolicySource.SESSION;
      case KEY -> PolicySource.KEY;
      case TRUST -> PolicySource.TRUST;
    };
  }

  private static Statement statement(PolicyKind kind, JsonNode node, int number) {
    require(
        node.isObject() && STATEMENT_FIELDS.containsAll(names(node)),
        "a statement has a field that is not known",
        number);
    Optional<String> sid =
        Optional.of(node.path("Sid")).filter(s -> !s.isMissingNode()).map(s -> s.asString(""));
    require(sid.isEmpty() || SID.matcher(sid.get()).matches(), "Sid is not valid", number);
    return new Statement(
        number,
        sid,
        effect(node.path("Effect"), number),
        StatementFields.actions(kind, node, number),
        StatementFields.resources(kind, node, number),
        StatementFields.principals(kind, node.path("Principal"), number),
        StatementFields.conditions(node.path("Condition"), number));
  }

  private static Effect effect(JsonNode node, int number) {
    return switch (node.asString("")) {
      case "Allow" -> Effect.ALLOW;
      case "Deny" -> Effect.DENY;
      default -> throw malformed("Effect must be Allow or Deny, in statement " + number);
    };
  }

  static Set<String> names(JsonNode object) {
    return Set.copyOf(object.propertyNames());
  }

  static void require(boolean holds, String what) {
    if (!holds) {
      throw malformed(what);
    }
  }

  static void require(boolean holds, String what, int statement) {
    if (!holds) {
      throw malformed(what + ", in statement " + statement);
    }
  }

  /// @param what constants and numbers alone
  private static KmsException malformed(String what) {
    return new KmsException(
        ErrorCode.MALFORMED_POLICY_DOCUMENT,
        ErrorCode.MALFORMED_POLICY_DOCUMENT.message() + " Check: " + what + ".");
  }
}
