package coffer.boot;

import coffer.cli.Cli;
import coffer.cli.Surroundings;
import coffer.operations.Operations;
import coffer.operations.catalog.Catalog;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;

/// The `coffer` command.
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    Surroundings surroundings = Surroundings.ofProcess();
    PrintStream out = surroundings.terminal().out();
    PrintStream err = surroundings.terminal().err();
    ConfigCommand config = new ConfigCommand(out, err);
    AuditCommand audit = new AuditCommand(out, err);
    Path home = Path.of(System.getProperty("coffer.home", "."));
    Cli.Local local =
        new Cli.Local(
            new CommandLine(new StartCommand(out, err, surroundings.environment())),
            new CommandLine(config).addSubcommand(config.check()),
            new CommandLine(audit).addSubcommand(audit.verify()),
            new CommandLine(new BenchCommand(err, home)));
    System.exit(new Cli(operations(args), local, surroundings).run(args));
  }

  /// A server serves them but offers no commands for them, and starts sooner without.
  private static Operations operations(String[] args) {
    boolean serves = args.length > 0 && args[0].equals("start");
    return serves ? new Operations(List.of()) : Catalog.all();
  }
}
