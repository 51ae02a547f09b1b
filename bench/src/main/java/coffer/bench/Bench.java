package coffer.bench;

import coffer.cli.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `coffer bench`.
@Command(
    name = "coffer bench",
    mixinStandardHelpOptions = true,
    description = "Measure what calls cost, against a server that it starts itself.")
public final class Bench implements Callable<Integer> {
  /// Whose HSMs.
  enum Hsms {
    software,
    softhsm,
    nss
  }

  @Option(names = "--json", description = "Print one JSON document instead of the table.")
  private boolean json;

  @Option(names = "--hsm", defaultValue = "software", description = "software, softhsm or nss.")
  private Hsms hsm = Hsms.software;

  @Option(names = "--seconds", defaultValue = "10", description = "To measure each row for; 10.")
  private int seconds = 10;

  @Option(
      names = "--warm-up",
      defaultValue = "5",
      description = "Seconds before each operation; 5.")
  private int warmUp = 5;

  @Option(
      names = "--connections",
      split = ",",
      defaultValue = "1,8,32",
      description = "One row for each; 1,8,32.")
  private List<Integer> connections = List.of(1, 8, 32);

  @Option(
      names = "--only",
      split = ",",
      description =
          "Sign, instance:Encrypt, instance:Encrypt:RSA_2048, CreateKey, Connect, Lanes; all.")
  private List<String> only = List.of();

  @Option(
      names = "--keys",
      arity = "0..1",
      defaultValue = "0",
      fallbackValue = "100000",
      description = "Measure instead what so many keys cost against 1000; 100000.")
  private int keys;

  @Option(names = "--no-steps", description = "Do not time the steps of Encrypt.")
  private boolean noSteps;

  private final Terminal terminal;
  private final Path home;

  private Bench(Terminal terminal, Path home) {
    this.terminal = terminal;
    this.home = home;
  }

  public static void main(String[] arguments) {
    Path home = Path.of(System.getProperty("coffer.home", ".")).toAbsolutePath().normalize();
    CommandLine command = new CommandLine(new Bench(Terminal.ofProcess(), home));
    command.setExecutionExceptionHandler((failure, line, _) -> {
      line.getErr().println("coffer bench: " + failure.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    });
    System.exit(command.execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Plan plan = new Plan(hsm.name(), seconds, warmUp, connections, only, !noSteps, keys);
    Report report =
        new Run(plan, home, terminal.err()::println, Clock.systemUTC(), new SecureRandom())
            .report();
    terminal.out().print(json ? report.json() + "\n" : report.table());
    return CommandLine.ExitCode.OK;
  }
}
