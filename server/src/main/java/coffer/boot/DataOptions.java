package coffer.boot;

import coffer.cli.Surroundings;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The data directory a local command works on, and what its passphrase comes from.
final class DataOptions {
  @Option(names = "--data", paramLabel = "DIR", description = "Data directory; ./data by default.")
  private Path data = Path.of("data");

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration that names the passphrase's file.")
  private Optional<Path> config = Optional.empty();

  Path data() {
    return data;
  }

  Unsealing unsealing(DataDirectory directory, Surroundings surroundings) {
    return new Unsealing(
        directory,
        config.map(ConfigReader::read).orElse(Config.DEFAULT),
        surroundings.environment(),
        surroundings.random());
  }
}
