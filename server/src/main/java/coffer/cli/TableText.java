package coffer.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/// An answer for reading: lists of objects as tables, everything else as aligned lines, nested
/// names joined by dots.
final class TableText {
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\x80-\\x9f&&[^\n]]");

  private TableText() {}

  static String of(JsonNode answer) {
    Map<String, JsonNode> flat = new LinkedHashMap<>();
    flatten("", answer, flat);
    StringBuilder text = new StringBuilder();
    List<List<String>> lines = new ArrayList<>();
    flat.forEach((name, value) -> {
      if (isTable(value)) {
        text.append(columns(rows(value))).append('\n');
      } else {
        lines.add(List.of(name, cell(value)));
      }
    });
    return text.append(columns(lines)).toString();
  }

  /// Left-aligned columns, two spaces apart. A value of several lines (PEM) stands under its name.
  static String columns(List<List<String>> rows) {
    int width = rows.stream().mapToInt(List::size).max().orElse(0);
    int[] widths = new int[width];
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        if (!row.get(i).contains("\n")) {
          widths[i] = Math.max(widths[i], row.get(i).length());
        }
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        String cell = row.get(i);
        if (cell.contains("\n")) {
          line.replace(0, line.length(), line.toString().stripTrailing());
          line.append('\n').append(cell.strip().indent(2).stripTrailing());
        } else {
          line.append(cell);
          if (i < row.size() - 1) {
            line.append(" ".repeat(widths[i] - cell.length() + 2));
          }
        }
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private static void flatten(String prefix, JsonNode node, Map<String, JsonNode> into) {
    if (!node.isObject()) {
      into.put(prefix, node);
      return;
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String name = prefix.isEmpty() ? field.getKey() : prefix + "." + field.getKey();
      flatten(name, field.getValue(), into);
    }
  }

  private static boolean isTable(JsonNode value) {
    return value.isArray() && !value.isEmpty() && value.get(0).isObject();
  }

  private static List<List<String>> rows(JsonNode array) {
    List<Map<String, JsonNode>> flat = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>();
    for (JsonNode item : array) {
      Map<String, JsonNode> row = new LinkedHashMap<>();
      flatten("", item, row);
      flat.add(row);
      names.addAll(row.keySet());
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.copyOf(names));
    for (Map<String, JsonNode> row : flat) {
      rows.add(names.stream().map(n -> row.containsKey(n) ? brief(row.get(n)) : "").toList());
    }
    return rows;
  }

  /// For one cell of a table: the first line, and of objects only what they say.
  private static String brief(JsonNode value) {
    if (value.isArray()) {
      return StreamSupport.stream(value.spliterator(), false)
          .map(TableText::brief)
          .collect(Collectors.joining(", "));
    } else if (value.isObject()) {
      return value.properties().stream()
          .map(field -> brief(field.getValue()))
          .collect(Collectors.joining(" "));
    }
    String text = cell(value);
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end) + " …";
  }

  /// Descriptions are other people's text: no control sequence of theirs reaches this terminal.
  private static String printable(String text) {
    return CONTROL.matcher(text).replaceAll("?");
  }

  private static String cell(JsonNode value) {
    if (value.isArray()) {
      return StreamSupport.stream(value.spliterator(), false)
          .map(TableText::cell)
          .collect(Collectors.joining(", "));
    }
    return printable(value.isString() ? value.asString() : value.toString());
  }
}
