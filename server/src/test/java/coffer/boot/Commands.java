package coffer.boot;

import coffer.cli.Surroundings;
import coffer.cli.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Runs local commands as a script would, in this process.
final class Commands {
  final Map<String, String> environment = new HashMap<>();
  private ByteArrayOutputStream printed = new ByteArrayOutputStream();

  int run(String... words) {
    return run(List.of(words));
  }

  private int run(List<String> words) {
    printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    Terminal terminal =
        new Terminal(new ByteArrayInputStream(new byte[0]), out, out, false, _ -> Optional.empty());
    return Main.cli(
            new Surroundings(
                terminal, Clock.systemUTC(), new SecureRandom(), environment, Path.of("/nowhere")))
        .run(words.toArray(new String[0]));
  }

  /// Output and errors of the last one.
  String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }
}
