package coffer.boot;

import coffer.cli.Cli;
import coffer.cli.Surroundings;
import coffer.hsm.HsmProvider;
import coffer.hsm.TokenTools;
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
    System.exit(cli(Surroundings.ofProcess()).run(args));
  }

  static Cli cli(Surroundings surroundings) {
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
    return new Cli(Catalog::all, local, surroundings, Main::tokenTools);
  }

  private static TokenTools tokenTools() {
    return ServiceLoader.load(HsmProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .flatMap(provider -> provider.tools().stream())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no driver has tools for tokens"));
  }
}
