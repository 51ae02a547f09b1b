package coffer.testkit.pkcs11;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.opentest4j.AssertionFailedError;

/// Runs what makes tokens, and removes them.
final class Command {
  private static final long SECONDS_MAX = 60;

  private Command() {}

  /// @param install what to do when the command is not there
  static void run(String install, List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new AssertionFailedError(command.getFirst() + " failed");
      }
    } catch (IOException e) {
      throw new AssertionFailedError(install, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Removes a directory when the process ends: modules keep their files open until then.
  static void removeAtEnd(String directory) {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> run("rm is missing", List.of("rm", "-rf", directory))));
  }
}
