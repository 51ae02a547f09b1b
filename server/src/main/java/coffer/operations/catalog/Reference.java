package coffer.operations.catalog;

import coffer.model.ErrorCode;
import coffer.model.SecretBytes;
import coffer.model.WireName;
import coffer.operations.Api;
import coffer.operations.Operation;
import coffer.operations.Operations;
import coffer.operations.Shape;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The reference pages, made from the operations and the error codes themselves.
public final class Reference {
  private static final int DEPTH_MAX = 5;

  private Reference() {}

  /// Every operation by API: what it does, its fields, and how it can fail.
  public static String markdown(Operations operations) {
    StringBuilder out = new StringBuilder();
    out.append(
        "# Operations\n\nMade from the operations themselves; `-Dgolden=write` rewrites it.\n");
    out.append("Errors: [errors.md](errors.md). Every operation may also answer: ");
    out.append(codes(Operation.COMMON)).append(".\n");
    for (Api api : Api.values()) {
      List<Operation<?, ?>> own =
          operations.all().stream().filter(operation -> operation.api() == api).toList();
      if (!own.isEmpty()) {
        out.append("\n## ").append(title(api)).append("\n");
        own.forEach(operation -> operation(out, operation));
      }
    }
    return out.toString();
  }

  /// Every error code, once.
  public static String errors() {
    StringBuilder out = new StringBuilder();
    out.append("# Errors\n\nMade from the error codes themselves; `-Dgolden=write` rewrites it.\n");
    out.append("The name stands in audit records and metrics; clients see code and message. A\n");
    out.append("message may say more: the name of a wrong parameter, never its value.\n\n");
    out.append("| HTTP status | Code | Message | Name |\n|---|---|---|---|\n");
    for (ErrorCode code : ErrorCode.values()) {
      row(
          out,
          String.valueOf(code.httpStatus()),
          "`" + code.code() + "`",
          code.message(),
          "`" + code.name() + "`");
    }
    return out.toString();
  }

  private static String title(Api api) {
    return switch (api) {
      case KMS -> "KMS OpenAPI, " + api.version();
      case INSTANCE -> "Instance API, " + api.version();
      case RAM -> "RAM OpenAPI, " + api.version();
      case STS -> "STS OpenAPI, " + api.version();
      case DES -> "HSM OpenAPI, " + api.version();
    };
  }

  private static <Q extends Record, A extends Record> void operation(
      StringBuilder out, Operation<Q, A> operation) {
    out.append("\n### ").append(operation.name()).append("\n\n");
    out.append(operation.summary()).append("\n\n");
    out.append("Action `").append(operation.action()).append("`; ");
    out.append(
        switch (operation.kind()) {
          case READ -> "reads";
          case CRYPTO -> "uses keys or HSMs, changes nothing";
          case CHANGE -> "changes";
        });
    out.append(".\n");
    if (!operation.errors().isEmpty()) {
      out.append("Errors: ").append(codes(operation.errors())).append(".\n");
    }
    table(out, "Request", rows(operation.request()));
    table(out, "Answer", rows(operation.answer()));
  }

  private static String codes(Set<ErrorCode> codes) {
    return codes.stream()
        .sorted(Comparator.naturalOrder())
        .map(code -> "`" + code.code() + "` (" + code.httpStatus() + ")")
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static void table(StringBuilder out, String title, List<List<String>> rows) {
    if (rows.isEmpty()) {
      return;
    }
    out.append("\n| ").append(title).append(" | Type | | |\n|---|---|---|---|\n");
    rows.forEach(cells -> row(out, cells.toArray(String[]::new)));
  }

  private static void row(StringBuilder out, String... cells) {
    out.append("| ");
    out.append(
        Arrays.stream(cells)
            .map(cell -> cell.replace("|", "\\|"))
            .collect(Collectors.joining(" | ")));
    out.append(" |\n");
  }

  private static List<List<String>> rows(Class<? extends Record> type) {
    List<List<String>> rows = new ArrayList<>();
    rows(rows, "", type, 1);
    return rows;
  }

  private static void rows(
      List<List<String>> rows, String prefix, Class<? extends Record> type, int depth) {
    if (depth > DEPTH_MAX) {
      throw new IllegalStateException("records nest too deep at " + prefix);
    }
    for (Shape.Field field : Shape.of(type).fields()) {
      boolean list = field.type() == List.class;
      String name = prefix + field.name() + (list ? "[]" : "");
      rows.add(
          List.of(
              "`" + name + "`",
              type(field),
              field.optional() ? "optional" : "required",
              field.doc()));
      if (isNested(field.element())) {
        rows(rows, name + ".", field.element().asSubclass(Record.class), depth + 1);
      }
    }
  }

  /// A record with documented components, rather than an id, which is a text on the wire.
  private static boolean isNested(Class<?> type) {
    return type.isRecord()
        && Shape.of(type.asSubclass(Record.class)).fields().stream()
            .anyMatch(field -> !field.doc().isEmpty());
  }

  private static String type(Shape.Field field) {
    String element = type(field.element());
    return field.type() == List.class ? "list of " + element : element;
  }

  private static String type(Class<?> type) {
    if (WireName.class.isAssignableFrom(type)) {
      return Arrays.stream(type.getEnumConstants())
          .map(constant -> "`" + ((WireName) constant).wireName() + "`")
          .collect(Collectors.joining(" or "));
    }
    if (type == SecretBytes.class) {
      return "bytes, secret";
    }
    if (type == byte[].class) {
      return "bytes";
    }
    if (type == Map.class) {
      return "names and values";
    }
    if (type == Instant.class) {
      return "date";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "boolean";
    }
    if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
      return "number";
    }
    return isNested(type) ? "structure" : "text";
  }
}
