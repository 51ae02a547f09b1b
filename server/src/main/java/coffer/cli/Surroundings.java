package coffer.cli;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;

/// All that a command touches outside itself.
///
/// @param environment variables of the process
/// @param userHome holds `.coffer/profiles.yaml`
public record Surroundings(
    Terminal terminal,
    Clock clock,
    SecureRandom random,
    Map<String, String> environment,
    Path userHome) {
  public Surroundings {
    environment = Map.copyOf(environment);
  }

  public static Surroundings ofProcess() {
    return new Surroundings(
        Terminal.ofProcess(),
        Clock.systemUTC(),
        new SecureRandom(),
        System.getenv(),
        Path.of(System.getProperty("user.home")));
  }
}
