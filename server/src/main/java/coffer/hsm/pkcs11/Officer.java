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
    try (DataOutputStream out = new DataOutputStream(process.getOutputStream())) {
      request.writeTo(out);
    }
    try {
      if (!process.waitFor(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new HsmException(HsmFailure.UNAVAILABLE, "the officer's process is late");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HsmException(HsmFailure.UNAVAILABLE, "interrupted", e);
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

  /// This JVM again, with this module alone on its path.
  private static List<String> command() {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1"));
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
