package coffer.operations;

import coffer.model.ErrorCode;
import coffer.model.KeyState;
import coffer.operations.catalog.Catalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What each action on a key does in each state that callers can see. One table: `KeyStatesTest`
/// holds the service to it, and `docs/api.md` shows it.
public final class KeyStateTable {
  public static final List<KeyState> STATES =
      List.of(
          KeyState.ENABLED, KeyState.DISABLED, KeyState.PENDING_DELETION, KeyState.PENDING_IMPORT);

  /// Actions on keys of Origin EXTERNAL; `ImportKeyMaterialTest` holds them to the table.
  public static final Set<String> OF_IMPORT =
      Set.of(
          "kms:GetParametersForImport",
          "kms:ImportKeyMaterial",
          "kms:DeleteKeyMaterial",
          "kms:GetImportReceipt");

  /// Fields by which an action names a key.
  private static final Set<String> KEY_FIELDS =
      Set.of("KeyId", "CiphertextBlob", "ProtectedResourceArn", "AliasName");

  private static final Cell OK = new Cell(Optional.empty(), Optional.empty());
  private static final Cell FAILED = refused(ErrorCode.STATE_MODIFIED_FAILED);
  private static final Cell DISABLED = refused(ErrorCode.DISABLED);
  private static final Cell PENDING = refused(ErrorCode.PENDING_DELETION);
  private static final Cell IMPORT = refused(ErrorCode.PENDING_IMPORT);

  private static final List<Row> WRITTEN =
      List.of(
          row("kms:DescribeKey", OK, OK, OK, OK),
          row("kms:ListAliasesByKeyId", OK, OK, OK, OK),
          row("kms:GetKeyUsage", OK, OK, OK, OK),
          row("kms:GetKeyPolicy", OK, OK, OK, OK),
          row("kms:SetKeyPolicy", OK, OK, OK, OK),
          row("kms:EnableKey", OK, becomes(KeyState.ENABLED), FAILED, FAILED),
          row("kms:DisableKey", becomes(KeyState.DISABLED), OK, FAILED, FAILED),
          row(
              "kms:ScheduleKeyDeletion",
              becomes(KeyState.PENDING_DELETION),
              becomes(KeyState.PENDING_DELETION),
              FAILED,
              becomes(KeyState.PENDING_DELETION)),
          row("kms:CancelKeyDeletion", FAILED, FAILED, becomes(KeyState.ENABLED), FAILED),
          row("kms:UpdateKeyDescription", OK, OK, PENDING, OK),
          row("kms:SetDeletionProtection", OK, OK, PENDING, OK),
          row("kms:GetParametersForImport", OK, OK, OK, OK),
          row("kms:ImportKeyMaterial", OK, OK, FAILED, becomes(KeyState.ENABLED)),
          row(
              "kms:DeleteKeyMaterial",
              becomes(KeyState.PENDING_IMPORT),
              becomes(KeyState.PENDING_IMPORT),
              OK,
              OK),
          row("kms:GetImportReceipt", OK, OK, OK, IMPORT),
          row("kms:CreateAlias", OK, OK, FAILED, OK),
          row("kms:UpdateAlias", OK, OK, PENDING, OK),
          row("kms:DeleteAlias", OK, OK, OK, OK),
          row("kms:DescribeKeyVersion", OK, OK, OK, OK),
          row("kms:ListKeyVersions", OK, OK, OK, OK),
          row("kms:CreateKeyVersion", OK, DISABLED, PENDING, IMPORT),
          row("kms:UpdateRotationPolicy", OK, DISABLED, PENDING, IMPORT),
          row("kms:TagResource", OK, OK, OK, OK),
          row("kms:UntagResource", OK, OK, OK, OK),
          row("kms:ListResourceTags", OK, OK, OK, OK));

  /// Public keys can be had in any state in which there are some.
  private static final Set<String> PUBLIC = Set.of("instance:GetPublicKey", "kms:GetPublicKey");

  private KeyStateTable() {}

  /// @param refusal empty when it is done
  /// @param becomes the key's state after it; empty when that stays
  public record Cell(Optional<ErrorCode> refusal, Optional<KeyState> becomes) {
    public String text() {
      return refusal
          .map(code -> "`" + code.code() + "`")
          .orElseGet(() -> becomes.map(state -> "becomes " + state.wireName()).orElse("ok"));
    }
  }

  /// One action; cells in the order of `STATES`.
  public record Row(String action, List<Cell> cells) {}

  /// A row for every operation of the catalogue that acts on a key. What uses a key needs it
  /// enabled, so those rows are not written down.
  public static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (Operation<?, ?> operation : Catalog.all().all()) {
      if (namesAKey(operation)) {
        rows.add(row(operation));
      }
    }
    return rows;
  }

  private static Row row(Operation<?, ?> operation) {
    String action = operation.action();
    if (PUBLIC.contains(action)) {
      return row(action, OK, OK, OK, refused(ErrorCode.PENDING_IMPORT));
    }
    if (operation.kind() == Operation.Kind.CRYPTO) {
      return row(action, OK, DISABLED, PENDING, IMPORT);
    }
    return WRITTEN.stream()
        .filter(row -> row.action().equals(action))
        .findFirst()
        .orElseThrow(() -> new AssertionError("which states does " + action + " allow?"));
  }

  private static boolean namesAKey(Operation<?, ?> operation) {
    return Shape.of(operation.request()).fields().stream()
        .anyMatch(field -> KEY_FIELDS.contains(field.name()));
  }

  private static Row row(String action, Cell... cells) {
    return new Row(action, List.of(cells));
  }

  private static Cell refused(ErrorCode code) {
    return new Cell(Optional.of(code), Optional.empty());
  }

  private static Cell becomes(KeyState state) {
    return new Cell(Optional.empty(), Optional.of(state));
  }
}
