package coffer.boot;

import coffer.cli.Cli;
import coffer.cli.Surroundings;
import coffer.hsm.HsmProvider;
import coffer.hsm.TokenTools;
import coffer.operations.Operations;
import coffer.operations.catalog.Catalog;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import picocli.CommandLine;

/// The `coffer` command.
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(cli(Surroundings.ofProcess(), operations(args)).run(args));
  }

  static Cli cli(Surroundings surroundings) {
    return cli(surroundings, Catalog.all());
  }

  private static Cli cli(Surroundings surroundings, Operations operations) {
    PrintStream out = surroundings.terminal().out();
    PrintStream err = surroundings.terminal().err();
    ConfigCommand config = new ConfigCommand(out, err);
    AuditCommand audit = new AuditCommand(surroundings);
    BackupCommand backup = new BackupCommand(surroundings);
    PassphraseCommand passphrase = new PassphraseCommand(surroundings);
    AccessKeyCommand accessKey = new AccessKeyCommand(surroundings);
    Path home = Path.of(System.getProperty("coffer.home", "."));
    Cli.Local local =
        new Cli.Local(
            Program.version(),
            List.of(
                new CommandLine(new StartCommand(out, err, surroundings.environment())),
                new CommandLine(config).addSubcommand(config.check()),
                new CommandLine(audit)
                    .addSubcommand(audit.verify())
                    .addSubcommand(audit.archive())
                    .addSubcommand(audit.accept()),
                new CommandLine(backup).addSubcommand(backup.verify()),
                new CommandLine(new RestoreCommand(surroundings)),
                new CommandLine(passphrase).addSubcommand(passphrase.change()),
                new CommandLine(accessKey).addSubcommand(accessKey.resetRoot()),
                new CommandLine(new BenchCommand(err, home))));
    return new Cli(operations, local, surroundings, Main::tokenTools);
  }

  private static TokenTools tokenTools() {
    return ServiceLoader.load(HsmProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .flatMap(provider -> provider.tools().stream())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no driver has tools for tokens"));
  }

  /// A server serves them but offers no commands for them, and starts sooner without.
  private static Operations operations(String[] args) {
    boolean serves = args.length > 0 && args[0].equals("start");
    return serves ? new Operations(List.of()) : Catalog.all();
  }
}
