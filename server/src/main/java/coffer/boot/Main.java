package coffer.boot;

import coffer.cli.Cli;
import coffer.cli.Surroundings;
import coffer.operations.catalog.Catalog;
import java.io.PrintStream;
import java.nio.file.Path;
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
    System.exit(new Cli(Catalog.all(), local, surroundings).run(args));
  }
}
