package coffer.boot;

import coffer.cli.Surroundings;
import coffer.model.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/// A passphrase that a command asks for: in a file, in the environment, or at the terminal; never
/// on the command line.
///
/// @param option the flag that names a file
/// @param variable of the environment
record GivenSecret(String what, String option, String variable) {
  /// For what must stand a search by whoever has the file.
  private static final int CHARACTERS_MIN = 12;

  static final GivenSecret BACKUP =
      new GivenSecret("passphrase of the backup", "--passphrase-file", "COFFER_BACKUP_PASSPHRASE");
  static final GivenSecret NEW_PASSPHRASE =
      new GivenSecret("new passphrase", "--new-passphrase-file", "COFFER_NEW_PASSPHRASE");

  /// One that exists.
  SecretBytes read(Surroundings surroundings, Optional<Path> file) {
    return given(surroundings, file)
        .or(() -> surroundings.terminal().prompt().apply(capitalized()))
        .filter(secret -> secret.length() > 0)
        .orElseThrow(this::missing);
  }

  /// One that is made now: typed twice, and not too short.
  SecretBytes readNew(Surroundings surroundings, Optional<Path> file) {
    SecretBytes secret =
        given(surroundings, file).or(() -> typedTwice(surroundings)).orElseThrow(this::missing);
    if (secret.length() < CHARACTERS_MIN) {
      secret.close();
      throw new ConfigException(
          "the " + what + " is too short: " + CHARACTERS_MIN + " characters at least");
    }
    return secret;
  }

  private Optional<SecretBytes> given(Surroundings surroundings, Optional<Path> file) {
    if (file.isPresent()) {
      return file.map(SecretFile::read);
    }
    return Optional.ofNullable(surroundings.environment().get(variable))
        .filter(value -> !value.isEmpty())
        .map(value -> SecretBytes.owning(value.getBytes(StandardCharsets.UTF_8)));
  }

  private Optional<SecretBytes> typedTwice(Surroundings surroundings) {
    Optional<SecretBytes> typed = surroundings.terminal().prompt().apply(capitalized());
    typed.ifPresent(first -> {
      Optional<SecretBytes> second =
          surroundings.terminal().prompt().apply(capitalized() + ", again");
      boolean same = second.filter(first::equals).isPresent();
      second.ifPresent(SecretBytes::close);
      if (!same) {
        first.close();
        throw new ConfigException("that was not the same twice");
      }
    });
    return typed;
  }

  private String capitalized() {
    return Character.toUpperCase(what.charAt(0)) + what.substring(1);
  }

  private ConfigException missing() {
    return new ConfigException(
        "the " + what + " is missing: " + option + " FILE, " + variable + ", or a terminal");
  }
}
