package coffer.boot;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `coffer config`: what concerns the configuration file.
@Command(name = "config", description = "Check a configuration file.")
final class ConfigCommand {
  private static final int FAILED = 1;

  private final PrintStream out;
  private final PrintStream err;

  ConfigCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /// `coffer config check FILE`
  Object check() {
    return new Check();
  }

  /// Reads a configuration file as `start` would, and says what is wrong with it.
  @Command(
      name = "check",
      description = "Read a configuration file as start would; unknown keys are errors.")
  final class Check implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The configuration file.")
    private Path file = Path.of("coffer.yaml");

    @Override
    public Integer call() {
      try {
        Config config = ConfigReader.read(file);
        config
            .tls()
            .map(files -> ServerIdentity.checked(config, files, Clock.systemUTC()))
            .ifPresent(certificate ->
                out.println(
                    "certificate for "
                        + String.join(", ", certificate.names())
                        + ", until "
                        + certificate.notAfter()));
        out.println(
            file
                + ": good ("
                + config.modules().size()
                + " modules, "
                + config.cluster().size()
                + " HSMs)");
        return 0;
      } catch (ConfigException e) {
        err.println("coffer: " + e.getMessage());
        return FAILED;
      }
    }
  }
}
