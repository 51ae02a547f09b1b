package coffer.cli;

import java.util.Optional;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// How an answer is shown.
final class Output {
  /// `json` is the answer as it came; `table` is for reading.
  enum Form {
    json,
    table
  }

  @Option(
      names = "--output",
      paramLabel = "json|table",
      description = "Default: table on a terminal, otherwise JSON.")
  private Optional<Form> form = Optional.empty();

  void show(JsonNode answer, Terminal terminal) {
    Form chosen = form.orElse(terminal.interactive() ? Form.table : Form.json);
    String text = chosen == Form.json ? Json.pretty(answer) : TableText.of(answer);
    terminal.out().println(text.stripTrailing());
  }
}
