package coffer.boot;

import coffer.access.AccessDirectory;
import coffer.operations.Services;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;

/// A server's rules without its wires, opened over a data directory that no server uses now, so
/// that single steps of a call can be timed on the very keys that were measured.
@NullMarked
public final class OpenedCore implements AutoCloseable {
  private final DataDirectory data;
  private final Core core;

  private OpenedCore(DataDirectory data, Core core) {
    this.data = data;
    this.core = core;
  }

  public static OpenedCore open(Path data, Optional<Path> config, Clock clock) {
    DataDirectory directory = DataDirectory.open(data);
    Logs.toFile(directory);
    Config read = config.map(ConfigReader::read).orElse(Config.DEFAULT);
    return new OpenedCore(
        directory, Core.open(directory, read, System.getenv(), clock, new SecureRandom(), _ -> {}));
  }

  public Services services() {
    return core.services();
  }

  public AccessDirectory access() {
    return core.access();
  }

  @Override
  public void close() {
    core.close();
    data.close();
  }
}
