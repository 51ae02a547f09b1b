package coffer.bench;

import coffer.cli.BenchSetting;
import coffer.hsm.pkcs11.LaneBench;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What the PKCS #11 driver does inside its lanes and through them, beside a loop in C on the same
/// token in the same run.
final class LaneFigures {
  private static final String LOOP = "module_loop";
  private static final int SECONDS_MAX = 300;

  private LaneFigures() {}

  static List<Figure> measure(BenchSetting.Tokens tokens, Path scratch)
      throws IOException, InterruptedException {
    Path output = scratch.resolve("lanes.out");
    Path errors = scratch.resolve("lanes.err");
    ProcessBuilder builder =
        new ProcessBuilder(
            ProcessHandle.current().info().command().orElse("java"),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            LaneBench.class.getName(),
            tokens.module().toString(),
            tokens.initArguments(),
            tokens.token(),
            compiled(scratch).toString());
    builder.environment().putAll(tokens.environment());
    run(
        builder
            .redirectInput(tokens.pin().toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile()),
        "the lanes could not be measured",
        errors);
    List<Figure> figures = new ArrayList<>();
    for (String line : Files.readAllLines(output, StandardCharsets.UTF_8)) {
      String[] parts = line.split("\t", -1);
      if (parts.length == 3) {
        figures.add(Figure.of(parts[0], Double.parseDouble(parts[1]), parts[2]));
      }
    }
    return figures;
  }

  /// The loop, compiled on this machine.
  private static Path compiled(Path scratch) throws IOException, InterruptedException {
    Path source = scratch.resolve(LOOP + ".c");
    try (InputStream in = LaneFigures.class.getResourceAsStream(LOOP + ".c")) {
      if (in == null) {
        throw new IOException("the loop in C is not in the benchmark");
      }
      Files.copy(in, source);
    }
    Path program = scratch.resolve(LOOP);
    Path errors = scratch.resolve("gcc.err");
    run(
        new ProcessBuilder("gcc", "-O2", "-o", program.toString(), source.toString(), "-ldl")
            .redirectError(errors.toFile()),
        "gcc failed; is it installed? apt-get install gcc libc6-dev",
        errors);
    return program;
  }

  private static void run(ProcessBuilder builder, String otherwise, Path errors)
      throws IOException, InterruptedException {
    Process process = builder.start();
    try {
      if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(otherwise + ":\n" + Files.readString(errors));
      }
    } finally {
      process.destroyForcibly();
    }
  }
}
