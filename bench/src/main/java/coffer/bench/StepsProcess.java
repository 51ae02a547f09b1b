package coffer.bench;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Runs `Steps` in a JVM like the server's.
final class StepsProcess {
  private static final int SECONDS_MAX = 180;

  private final List<String> jvm;
  private final Path scratch;

  /// @param jvm with its options
  StepsProcess(List<String> jvm, Path scratch) {
    this.jvm = List.copyOf(jvm);
    this.scratch = scratch;
  }

  /// Microseconds by step.
  Map<String, Double> run(
      Path data, byte[][] requests, Optional<Path> config, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path file = write(requests);
    List<String> command = new ArrayList<>(jvm);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Steps.class.getName()));
    Path audit = Files.createDirectory(scratch.resolve("steps-audit"));
    command.addAll(List.of(data.toString(), file.toString(), audit.toString()));
    config.ifPresent(path -> command.add(path.toString()));
    Path output = scratch.resolve("steps.out");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    Process process =
        builder
            .redirectOutput(output.toFile())
            .redirectError(scratch.resolve("steps.err").toFile())
            .start();
    try {
      if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(
            "the steps could not be timed:\n" + Files.readString(scratch.resolve("steps.err")));
      }
    } finally {
      process.destroyForcibly();
    }
    Map<String, Double> micros = new LinkedHashMap<>();
    for (String line : Files.readAllLines(output, StandardCharsets.UTF_8)) {
      String[] parts = line.split("\t", -1);
      if (parts.length == 2) {
        micros.put(parts[0], Double.valueOf(parts[1]));
      }
    }
    return micros;
  }

  private Path write(byte[][] requests) throws IOException {
    Path file = scratch.resolve("requests");
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      out.writeInt(requests.length);
      for (byte[] request : requests) {
        out.writeInt(request.length);
        out.write(request);
      }
    }
    return file;
  }
}
