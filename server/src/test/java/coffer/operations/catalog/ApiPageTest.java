package coffer.operations.catalog;

import coffer.model.ErrorCode;
import coffer.model.KeyState;
import coffer.operations.Api;
import coffer.operations.InstanceParameterTable;
import coffer.operations.KeyStateTable;
import coffer.operations.Operation;
import coffer.operations.Shape;
import coffer.operations.Unserved;
import coffer.operations.UnservedTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// `docs/api.md`: the tables that tests hold the service to.
class ApiPageTest {
  private static final List<KeyState> STATES = List.of(KeyState.values());

  @Test
  void thePageIsWhatTheTablesSay() throws IOException {
    StringBuilder out = new StringBuilder();
    out.append("# Tables\n\nMade from the tables that the tests hold the service to; ");
    out.append("`-Dgolden=write` rewrites it.\n");
    states(out);
    moves(out);
    parameters(out);
    fields(out);
    filters(out);
    unserved(out);
    ReferenceTest.golden("api.md", out.toString());
  }

  private static void states(StringBuilder out) {
    out.append("\n## Actions by state of the key\n\n");
    out.append("Checked by `KeyStatesTest`. A key that is being destroyed does not exist for ");
    out.append(
        "callers. UpdateAlias: the state of the key that the alias is to name; DeleteAlias: of ");
    out.append("the key that it named. ");
    out.append("CancelKeyDeletion: an external key without material becomes PendingImport.\n\n");
    line(out, "Action", KeyStateTable.STATES.stream().map(KeyState::wireName).toList());
    rule(out, KeyStateTable.STATES.size());
    for (KeyStateTable.Row row : KeyStateTable.rows()) {
      line(
          out,
          "`" + row.action() + "`",
          row.cells().stream().map(KeyStateTable.Cell::text).toList());
    }
  }

  private static void moves(StringBuilder out) {
    out.append("\n## Moves between states\n\n");
    out.append("Checked by `KeyStateTest`. Destroying is final: the material is erased.\n\n");
    line(out, "from \\ to", STATES.stream().map(KeyState::wireName).toList());
    rule(out, STATES.size());
    for (KeyState from : STATES) {
      line(
          out,
          from.wireName(),
          STATES.stream().map(to -> from.canBecome(to) ? "yes" : "").toList());
    }
  }

  private static void parameters(StringBuilder out) {
    out.append("\n## Parameters of the OpenAPI\n\n");
    out.append("Checked by `ParameterTableTest`. A required parameter that is missing is ");
    out.append("`").append(ErrorCode.MISSING_PARAMETER.code()).append("`; one of the wrong type ");
    out.append("is `").append(ErrorCode.INVALID_PARAMETER.code()).append("`; both name it. ");
    out.append("One of more than 131072 characters is `");
    out.append(ErrorCode.PARSE_REQUEST_PARAMETER.code()).append("`.\n\n");
    out.append("| Action | required | optional |\n|---|---|---|\n");
    for (Operation<?, ?> operation : Catalog.all().all()) {
      if (operation.api() != Api.INSTANCE) {
        line(
            out,
            "`" + operation.action() + "`",
            List.of(names(operation, false), names(operation, true)));
      }
    }
  }

  private static void fields(StringBuilder out) {
    out.append("\n## Fields of the Instance API\n\n");
    out.append(
        "Checked by `wire.instance.ParameterTableTest`. *Named*: the message names the field. ");
    out.append(
        "*Missing* is the same as empty. *Oversized* is longer than the field may be; what ");
    out.append("is ok there is bounded by the body (3 MB), and for RSA keys by their padding. ");
    out.append(
        "*Without meaning* is a value of the right type that names nothing or does not fit. ");
    out.append(
        "Decrypt, AdvanceDecrypt: a ciphertext of AES_GCM under a named key; whatever does ");
    out.append(
        "not open is one refusal that names nothing. Sign, Verify: old clients send Digest ");
    out.append("in the place of Message. There are no secrets yet.\n\n");
    line(
        out,
        "Action",
        List.of("Field", "missing", "of another wire type", "oversized", "without meaning"));
    rule(out, 5);
    for (InstanceParameterTable.Row row : InstanceParameterTable.rows()) {
      List<String> cells = new ArrayList<>(List.of(row.field()));
      row.cells().forEach(cell -> cells.add(cell.text()));
      line(out, "`" + row.operation().action() + "`", cells);
    }
  }

  private static void filters(StringBuilder out) {
    out.append("\n## Filters of ListKeys\n\n");
    out.append("Checked by `KeyFiltersTest`. A JSON array of at most 10 objects of `Key` and ");
    out.append("`Values` (1 to 10): a key has what every entry asks for, and of an entry one of ");
    out.append("its values; entries with the same `Key` are one. `Key` is KeyState, KeySpec, ");
    out.append("KeyUsage, ProtectionLevel, CreatorType (User or Service; every key is a ");
    out.append("user's), DKMSInstanceId, keyId, AliasName, Creator, TagKey or TagValue; when ");
    out.append("both of the last are there, one tag has both. Any other is `");
    out.append(ErrorCode.INVALID_PARAMETER.code()).append("`.\n");
  }

  private static void unserved(StringBuilder out) {
    out.append("\n## What is not served\n\n");
    out.append("Checked by `UnservedTest`. Actions that the documentation of the KMS OpenAPI has ");
    out.append("and this service does not answer `");
    out.append(ErrorCode.UNSUPPORTED_OPERATION.code()).append("`; what nobody knows is `");
    out.append(ErrorCode.INVALID_ACTION.code()).append("`.\n\n");
    out.append("| Action | Why |\n|---|---|\n");
    for (Unserved.Action action : UnservedTable.actions()) {
      line(out, "`" + action.action() + "`", List.of(action.why()));
    }
    out.append("\nOf actions that are served:\n\n");
    out.append("| Action | Parameter | Value | Refusal |\n|---|---|---|---|\n");
    for (UnservedTable.Row row : UnservedTable.rows()) {
      line(
          out,
          "`kms:" + row.action() + "`",
          List.of(row.parameter(), row.shown(), "`" + row.code().code() + "`"));
    }
  }

  private static String names(Operation<?, ?> operation, boolean optional) {
    return Shape.of(operation.request()).fields().stream()
        .filter(field -> field.optional() == optional)
        .map(Shape.Field::name)
        .collect(Collectors.joining(", "));
  }

  private static void line(StringBuilder out, String first, List<String> rest) {
    out.append("| ").append(first);
    rest.forEach(cell -> out.append(" | ").append(cell));
    out.append(" |\n");
  }

  private static void rule(StringBuilder out, int columns) {
    out.append("|---").append("|---".repeat(columns)).append("|\n");
  }
}
