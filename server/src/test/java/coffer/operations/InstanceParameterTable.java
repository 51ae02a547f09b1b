package coffer.operations;

import coffer.model.ErrorCode;
import coffer.operations.catalog.Catalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What each field of each message of the Instance API gives when it is missing, of another wire
/// type, larger than it may be, or without meaning. One table: `wire.instance.ParameterTableTest`
/// holds the service to it, and `docs/api.md` shows it. What stands below are the rules; a field of
/// a new operation has a row by them at once.
public final class InstanceParameterTable {
  /// It comes in a header, so it is in no message.
  private static final String FROM_HEADER = "MigrationKeyVersionId";

  /// Bounded by the body alone.
  private static final Set<String> OF_ANY_LENGTH = Set.of("Plaintext", "Message", "Signature");

  private static final Cell OK = new Cell(Optional.empty(), false);
  private static final Cell INVALID = new Cell(Optional.of(ErrorCode.INVALID_PARAMETER), true);
  private static final Cell MISSING = new Cell(Optional.of(ErrorCode.MISSING_PARAMETER), true);
  private static final Cell UNOPENED = new Cell(Optional.of(ErrorCode.INVALID_PARAMETER), false);
  private static final Cell NO_KEY = new Cell(Optional.of(ErrorCode.KEY_NOT_FOUND), false);
  private static final Cell NO_SECRET = new Cell(Optional.of(ErrorCode.RESOURCE_NOT_FOUND), false);

  private InstanceParameterTable() {}

  /// @param refusal empty when it is done
  /// @param named whether the message names the field
  public record Cell(Optional<ErrorCode> refusal, boolean named) {
    public String text() {
      return refusal.map(code -> "`" + code.code() + "`" + (named ? ", named" : "")).orElse("ok");
    }
  }

  /// One field of one action.
  public record Row(
      Operation<?, ?> operation,
      String field,
      Cell missing,
      Cell wrongType,
      Cell oversized,
      Cell wrongValue) {
    @Override
    public String toString() {
      return operation.action() + " " + field;
    }

    public List<Cell> cells() {
      return List.of(missing, wrongType, oversized, wrongValue);
    }
  }

  public static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (Operation<?, ?> operation : Catalog.all().all()) {
      if (operation.api() == Api.INSTANCE) {
        for (Shape.Field field : Shape.of(operation.request()).fields()) {
          if (!field.name().equals(FROM_HEADER)) {
            rows.add(row(operation, field));
          }
        }
      }
    }
    return rows;
  }

  private static Row row(Operation<?, ?> operation, Shape.Field field) {
    return new Row(
        operation,
        field.name(),
        missing(operation, field),
        INVALID,
        oversized(operation, field),
        wrongValue(operation, field));
  }

  private static Cell missing(Operation<?, ?> operation, Shape.Field field) {
    boolean opens = operation.name().endsWith("Decrypt");
    return switch (field.name()) {
      // A ciphertext without its key opens as little as any other that is wrong.
      case "KeyId" -> operation.name().equals("AdvanceDecrypt") ? UNOPENED : MISSING;
      case "Iv" -> opens ? INVALID : OK;
      case "Message" -> MISSING;
      case "Length" -> INVALID;
      default -> field.optional() || field.type() == boolean.class ? done(operation) : MISSING;
    };
  }

  private static Cell oversized(Operation<?, ?> operation, Shape.Field field) {
    if (OF_ANY_LENGTH.contains(field.name())) {
      return OK;
    }
    return meaningless(operation, field);
  }

  private static Cell wrongValue(Operation<?, ?> operation, Shape.Field field) {
    return switch (field.name()) {
      case "Plaintext" -> OK;
      // A signature that is none is answered: Value is false.
      case "Signature" -> OK;
      case "Message" -> operation.name().equals("Hmac") ? OK : INVALID;
      case "Aad" -> operation.name().endsWith("Decrypt") ? UNOPENED : OK;
      default -> meaningless(operation, field);
    };
  }

  private static Cell meaningless(Operation<?, ?> operation, Shape.Field field) {
    return switch (field.name()) {
      case "KeyId" -> NO_KEY;
      case "CiphertextBlob" -> UNOPENED;
      case "VersionStage", "VersionId", "FetchExtendedConfig" -> done(operation);
      default -> INVALID;
    };
  }

  /// There are no secrets yet: the best of requests finds none.
  private static Cell done(Operation<?, ?> operation) {
    return operation.name().equals("GetSecretValue") ? NO_SECRET : OK;
  }
}
