package coffer.cli;

import coffer.hsm.HsmProvider;
import coffer.model.SecretBytes;
import coffer.operations.Operations;
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
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// Runs `coffer` as a script would, and keeps what it printed.
final class Console {
  final ByteArrayOutputStream out = new ByteArrayOutputStream();
  final ByteArrayOutputStream err = new ByteArrayOutputStream();
  final Map<String, String> environment = new HashMap<>();
  private final Operations operations;
  private final Path home;
  String input = "";

  Console(Operations operations, Path home) {
    this.operations = operations;
    this.home = home;
  }

  @Command(name = "start", description = "Start the service.")
  static final class Start {}

  @Command(name = "config", description = "Look at a configuration.")
  static final class Config {}

  @Command(name = "audit", description = "Look at the audit log.")
  static final class Audit {}

  @Command(name = "bench", description = "Measure.")
  static final class Bench {}

  static Cli.Local local() {
    return new Cli.Local(
        "1.2.3",
        List.of(
            new CommandLine(new Start()),
            new CommandLine(new Config()),
            new CommandLine(new Audit()),
            new CommandLine(new Bench())));
  }

  int run(String... args) {
    return cli().run(args);
  }

  Cli cli() {
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            _ -> Optional.<SecretBytes>empty());
    return new Cli(
        () -> operations,
        local(),
        new Surroundings(terminal, Clock.systemUTC(), new SecureRandom(), environment, home),
        () ->
            ServiceLoader.load(HsmProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .flatMap(p -> p.tools().stream())
                .findFirst()
                .orElseThrow());
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
