package coffer.hsm.pkcs11;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Starts an `OfficerProcess` and waits for its answer.
final class Officer {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  /// What the JDK adds to the number of the signal that ended a process.
  private static final int SIGNALS = 128;

  private static final String MAIN = OfficerProcess.class.getName();

  private Officer() {}

  static void perform(OfficerRequest request) {
    try {
      Process process =
          new ProcessBuilder(command()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      try {
        converse(process, request);
      } finally {
        if (process.isAlive()) {
          process.destroyForcibly();
        }
      }
    } catch (IOException e) {
      throw new HsmException(HsmFailure.UNAVAILABLE, "the officer's process failed", e);
    }
  }

  private static void converse(Process process, OfficerRequest request) throws IOException {
    boolean taken = isTaken(process, request);
    try {
      if (!process.waitFor(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw failed(request, "does not answer in another process; ask its vendor");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HsmException(HsmFailure.UNAVAILABLE, "interrupted", e);
    }
    if (!taken || process.exitValue() != 0) {
      throw crashed(request, process.exitValue());
    }
    // Its answer is shorter than a pipe's buffer, so it could end before we read.
    try (DataInputStream in = new DataInputStream(process.getInputStream())) {
      String failure = in.readUTF();
      String message = in.readUTF();
      if (!failure.isEmpty()) {
        throw new HsmException(HsmFailure.valueOf(failure), message);
      }
    }
  }

  /// Whether the process lived long enough to read the request.
  private static boolean isTaken(Process process, OfficerRequest request) {
    try (DataOutputStream out = new DataOutputStream(process.getOutputStream())) {
      request.writeTo(out);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static HsmException crashed(OfficerRequest request, int exit) {
    return exit > SIGNALS
        ? failed(
            request,
            "crashed with signal "
                + (exit - SIGNALS)
                + " in another process, where it was tried first; ask its vendor, or correct its"
                + " path and init arguments")
        : failed(request, "could not be used in another process");
  }

  private static HsmException failed(OfficerRequest request, String what) {
    return new HsmException(
        HsmFailure.UNAVAILABLE, "module " + request.module().name() + ": " + what);
  }

  /// This JVM again, with this module alone on its path.
  private static List<String> command() {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                // A module may crash here: without a core, or a report beside the server's files.
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=/dev/null"));
    URI home = codeSource();
    if (home.getScheme().equals("jrt")) {
      String module = String.valueOf(Officer.class.getModule().getName());
      command.addAll(List.of("--enable-native-access=" + module, "-m", module + "/" + MAIN));
    } else {
      command.addAll(
          List.of("--enable-native-access=ALL-UNNAMED", "-cp", Path.of(home).toString(), MAIN));
    }
    return command;
  }

  private static URI codeSource() {
    return URI.create(Officer.class.getProtectionDomain().getCodeSource().getLocation().toString());
  }
}
