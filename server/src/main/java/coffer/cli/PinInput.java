package coffer.cli;

import coffer.model.SecretBytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/// Where a PIN comes from: a file, the environment, or a prompt without echo; never the command
/// line, which every process of the machine can read.
///
/// @param what as the prompt calls it
/// @param option that names a file
/// @param variable of the environment
record PinInput(String what, String option, String variable) {
  static final String PIN = "COFFER_HSM_PIN";
  private static final String SO_PIN = "COFFER_HSM_SO_PIN";
  private static final String NEW_PIN = "COFFER_HSM_NEW_PIN";
  private static final int FILE_BYTES_MAX = 1024;

  static PinInput officer(String option) {
    return new PinInput("SO PIN", option, SO_PIN);
  }

  static PinInput fresh() {
    return new PinInput("New PIN", "--new-pin-file", NEW_PIN);
  }

  PinInput of(String whose) {
    return new PinInput(what + whose, option, variable);
  }

  /// One that exists.
  SecretBytes read(Surroundings surroundings, Optional<Path> file) {
    return given(surroundings, file)
        .or(() -> surroundings.terminal().prompt().apply(what))
        .filter(pin -> pin.length() > 0)
        .orElseThrow(this::missing);
  }

  /// One that is made now: typed twice.
  SecretBytes readNew(Surroundings surroundings, Optional<Path> file) {
    return given(surroundings, file).orElseGet(() -> typedTwice(surroundings));
  }

  private Optional<SecretBytes> given(Surroundings surroundings, Optional<Path> file) {
    if (file.isPresent()) {
      return file.map(PinInput::read);
    }
    return Optional.ofNullable(surroundings.environment().get(variable))
        .filter(value -> !value.isEmpty())
        .map(value -> SecretBytes.owning(value.getBytes(StandardCharsets.UTF_8)));
  }

  private SecretBytes typedTwice(Surroundings surroundings) {
    SecretBytes first = surroundings.terminal().prompt().apply(what).orElseThrow(this::missing);
    Optional<SecretBytes> second = surroundings.terminal().prompt().apply(what + ", again");
    boolean same = second.filter(first::equals).isPresent();
    second.ifPresent(SecretBytes::close);
    if (!same) {
      first.close();
      throw new Trouble("That was not the same twice");
    }
    return first;
  }

  /// Without the newline that editors put at the end.
  private static SecretBytes read(Path file) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(FILE_BYTES_MAX + 1);
    } catch (IOException e) {
      throw new Trouble("Cannot read the PIN file " + file, e);
    }
    int length = bytes.length;
    while (length > 0 && (bytes[length - 1] == '\n' || bytes[length - 1] == '\r')) {
      length--;
    }
    SecretBytes pin = SecretBytes.owning(Arrays.copyOf(bytes, length));
    boolean usable = length > 0 && bytes.length <= FILE_BYTES_MAX;
    Arrays.fill(bytes, (byte) 0);
    if (!usable) {
      pin.close();
      throw new Trouble("The PIN file " + file + " is empty, or too large for a PIN");
    }
    return pin;
  }

  private Trouble missing() {
    return new Trouble(
        "The " + what + " is missing: " + option + " FILE, " + variable + ", or a terminal");
  }
}
