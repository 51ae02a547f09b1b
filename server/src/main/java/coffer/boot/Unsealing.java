package coffer.boot;

import coffer.model.SecretBytes;
import coffer.seal.Passphrase;
import coffer.seal.Sealer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gets the server's passphrase from where the operator put it and opens the sealer with it.
final class Unsealing {
  private static final Logger LOG = LoggerFactory.getLogger(Unsealing.class);
  static final String ENVELOPE = "passphrase/envelope";
  private static final String ENVIRONMENT = "COFFER_PASSPHRASE";
  private static final String CREDENTIALS = "CREDENTIALS_DIRECTORY";
  private static final String CREDENTIAL = "coffer-passphrase";
  static final String DEVELOPMENT_FILE = "dev-passphrase";

  private final DataDirectory data;
  private final Config config;
  private final Map<String, String> environment;
  private final SecureRandom random;

  Unsealing(
      DataDirectory data, Config config, Map<String, String> environment, SecureRandom random) {
    this.data = data;
    this.config = config;
    this.environment = environment;
    this.random = random;
  }

  Sealer open(Settings settings) {
    Passphrase passphrases = new Passphrase(random);
    boolean made = settings.find(ENVELOPE).isPresent();
    try (SecretBytes passphrase = passphrase(made)) {
      byte[] envelope = settings.once(ENVELOPE, () -> passphrases.createEnvelope(passphrase));
      return passphrases.open(envelope, passphrase).orElseThrow(() -> wrong(data));
    }
  }

  static ConfigException wrong(DataDirectory data) {
    return new ConfigException("the passphrase is not the one of " + data.root());
  }

  /// @param made whether the data directory has one already
  SecretBytes passphrase(boolean made) {
    if (config.passphraseFile().isPresent()) {
      return SecretFile.read(config.passphraseFile().get());
    }
    String variable = environment.get(ENVIRONMENT);
    if (variable != null && !variable.isEmpty()) {
      return SecretBytes.owning(variable.getBytes(StandardCharsets.UTF_8));
    }
    Optional<Path> credential =
        Optional.ofNullable(environment.get(CREDENTIALS))
            .map(directory -> Path.of(directory, CREDENTIAL))
            .filter(Files::isReadable);
    if (credential.isPresent()) {
      return SecretFile.read(credential.get());
    }
    if (config.mode() == Config.Mode.PRODUCTION) {
      throw new ConfigException(
          "production needs a passphrase: passphrase-file in the configuration, "
              + ENVIRONMENT
              + " in the environment, or the systemd credential "
              + CREDENTIAL);
    }
    return development(made);
  }

  /// Made with the data directory, never later: a new one would open nothing.
  private SecretBytes development(boolean made) {
    Path file = data.file(DEVELOPMENT_FILE);
    if (!Files.exists(file) && made) {
      throw new ConfigException(
          file + " is missing: put it back, nothing else opens " + data.root());
    }
    if (!Files.exists(file)) {
      try (SecretBytes fresh = new RandomNames(random).password()) {
        fresh.use(bytes -> data.writePrivate(DEVELOPMENT_FILE, bytes));
      }
    }
    LOG.warn("development mode: the passphrase is kept in {}", file);
    return SecretFile.read(file);
  }
}
