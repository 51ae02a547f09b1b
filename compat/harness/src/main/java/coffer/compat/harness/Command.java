package coffer.compat.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A program that was run to its end.
///
/// @param output of standard output and standard error together
public record Command(int exit, String output) {
  private static final Duration DEADLINE = Duration.ofMinutes(2);

  public static Command run(
      Path folder, Map<String, String> environment, Duration deadline, List<String> words) {
    try {
      Path log = Files.createTempFile("coffer-compat-", ".log");
      try {
        ProcessBuilder builder =
            new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
          process.destroyForcibly();
          throw new AssertionError(words + " did not end within " + deadline + "\n" + text(log));
        }
        return new Command(process.exitValue(), text(log));
      } finally {
        Files.deleteIfExists(log);
      }
    } catch (IOException e) {
      throw new AssertionError(words + " cannot be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /// `./coffer WORDS`, as a user types it.
  public static Command coffer(Map<String, String> environment, List<String> words) {
    return run(Repository.root(), environment, DEADLINE, cofferWords(words));
  }

  static List<String> cofferWords(List<String> words) {
    List<String> all = new ArrayList<>(List.of("bash", "./coffer"));
    all.addAll(words);
    return all;
  }

  /// Throws with the whole output unless it ended well.
  public Command orFail(String what) {
    if (exit != 0) {
      throw new AssertionError(what + " ended with " + exit + ":\n" + output);
    }
    return this;
  }

  private static String text(Path log) throws IOException {
    return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
  }
}
