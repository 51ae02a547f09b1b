package coffer.boot;

import coffer.model.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/// Where a PIN is: never in the configuration itself.
public sealed interface PinSource {
  /// Reads it; the caller owns the PIN. A newline at its end is no part of it.
  SecretBytes read(Map<String, String> environment);

  /// `file:PATH`, or just a path, or `env:NAME`.
  static PinSource parse(String source) {
    if (source.startsWith("env:")) {
      return new InEnvironment(source.substring("env:".length()));
    }
    boolean named = source.startsWith("file:");
    try {
      return new InFile(Path.of(named ? source.substring("file:".length()) : source));
    } catch (InvalidPathException e) {
      throw new ConfigException("the source of a PIN is no path", e);
    }
  }

  /// In a file.
  record InFile(Path path) implements PinSource {
    @Override
    public SecretBytes read(Map<String, String> environment) {
      return SecretFile.read(path);
    }
  }

  /// In a variable of the process.
  record InEnvironment(String name) implements PinSource {
    @Override
    public SecretBytes read(Map<String, String> environment) {
      String value = environment.get(name);
      if (value == null || value.isEmpty()) {
        throw new ConfigException("the environment has no " + name + ", which is to hold a PIN");
      }
      return SecretBytes.owning(value.getBytes(StandardCharsets.UTF_8));
    }
  }
}
