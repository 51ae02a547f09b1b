package coffer.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/// Asks for what is not secret, on standard error, as the answer may be piped.
final class Question {
  private static final int ANSWER_BYTES_MAX = 1024;

  private final Terminal terminal;

  Question(Terminal terminal) {
    this.terminal = terminal;
  }

  /// What the flag gave, or what is typed.
  String text(Optional<String> given, String what, String option) {
    return given
        .or(() -> ask(what + ": "))
        .filter(answer -> !answer.isBlank())
        .orElseThrow(
            () -> new Trouble("The " + what.toLowerCase(Locale.ROOT) + " is missing: " + option));
  }

  /// Throws unless somebody says yes.
  void confirm(String what, boolean yes) {
    if (yes) {
      return;
    }
    boolean agreed =
        ask(what + " Type yes to go on: ")
            .filter(answer -> answer.strip().equalsIgnoreCase("yes"))
            .isPresent();
    if (!agreed) {
      throw new Trouble("Nothing was done. In scripts, say --yes");
    }
  }

  /// A line of standard input; empty at its end.
  private Optional<String> ask(String question) {
    terminal.err().print(question);
    terminal.err().flush();
    InputStream in = terminal.in();
    byte[] line = new byte[ANSWER_BYTES_MAX];
    int length = 0;
    try {
      int next = in.read();
      while (next >= 0 && next != '\n' && length < ANSWER_BYTES_MAX) {
        line[length++] = (byte) next;
        next = in.read();
      }
      if (next < 0 && length == 0) {
        terminal.err().println();
        return Optional.empty();
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    return Optional.of(new String(line, 0, length, StandardCharsets.UTF_8).strip());
  }
}
