package coffer.cli;

import java.io.PrintStream;
import java.util.List;

/// Tells what happens: headings, lines under them, and a mark for what held. Colour on a terminal
/// only.
final class Narration {
  private static final String BOLD = "\u001b[1m";
  private static final String GREEN = "\u001b[32m";
  private static final String PLAIN = "\u001b[0m";

  private final PrintStream out;
  private final boolean coloured;

  Narration(PrintStream out, boolean coloured) {
    this.out = out;
    this.coloured = coloured;
  }

  void step(String title) {
    out.println();
    out.println(coloured ? BOLD + title + PLAIN : title);
  }

  void say(String line) {
    out.println("  " + line);
  }

  /// Something that was expected, and seen.
  void ok(String line) {
    out.println("  " + (coloured ? GREEN + "ok" + PLAIN : "ok") + "  " + line);
  }

  void table(List<List<String>> rows) {
    out.print(TableText.columns(rows).indent(2));
  }
}
