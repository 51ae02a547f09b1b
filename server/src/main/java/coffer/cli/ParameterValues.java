package coffer.cli;

import coffer.model.SecretBytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import tools.jackson.core.JacksonException;

/// What the user gave for the parameters of an operation. What is missing or malformed is a usage
/// error, before anything is sent.
final class ParameterValues {
  private static final int FILE_BYTES_MAX = 3 * 1024 * 1024;

  private final CommandSpec spec;
  private final Surroundings surroundings;
  private boolean standardInputIsRead;

  ParameterValues(CommandSpec spec, Surroundings surroundings) {
    this.spec = spec;
    this.surroundings = surroundings;
  }

  /// By wire name. The caller wipes them.
  Map<String, Value> collect(List<Parameter> parameters) {
    Map<String, Value> values = new LinkedHashMap<>();
    for (Parameter parameter : parameters) {
      Optional<Value> value = value(parameter);
      value.ifPresent(v -> values.put(parameter.name(), v));
      if (value.isEmpty() && parameter.required()) {
        throw usage("Missing required option: " + ways(parameter));
      }
    }
    return values;
  }

  private Optional<Value> value(Parameter p) {
    return switch (p.kind()) {
      case TEXT, JSON -> given(p.flag(), String.class).map(Value::of);
      case NUMBER -> given(p.flag(), Long.class).map(n -> Value.of(n.toString()));
      case SWITCH -> given(p.flag(), Boolean.class).map(b -> Value.of(b.toString()));
      case CHOICE -> given(p.flag(), String.class).map(c -> Value.of(choice(p, c)));
      case BYTES -> bytes(p);
      case SECRET -> secret(p).map(Value.Secret::new);
      case PAIRS -> given(p.flag(), String[].class).map(pairs -> Value.of(object(p, pairs)));
      case LIST -> given(p.flag(), String[].class).map(items -> Value.of(array(p, items)));
    };
  }

  private Optional<Value> bytes(Parameter p) {
    Optional<String> file = given(p.flag() + "-file", String.class);
    Optional<String> text = given(p.flag(), String.class);
    if (file.isPresent() && text.isPresent()) {
      throw usage("--" + p.flag() + " and --" + p.flag() + "-file exclude each other");
    }
    if (file.isPresent()) {
      return file.map(f -> new Value.Bytes(read(f)));
    }
    try {
      return text.map(t -> new Value.Bytes(Base64.getDecoder().decode(t)));
    } catch (IllegalArgumentException e) {
      throw usage("--" + p.flag() + " is not Base64", e);
    }
  }

  private Optional<SecretBytes> secret(Parameter p) {
    Optional<String> file = given(p.flag() + "-file", String.class);
    if (file.isPresent()) {
      return file.map(f -> SecretBytes.owning(read(f)));
    }
    String variable = surroundings.environment().get(p.environment());
    if (variable != null) {
      return Optional.of(SecretBytes.owning(variable.getBytes(StandardCharsets.UTF_8)));
    }
    return p.required() ? surroundings.terminal().prompt().apply(p.name()) : Optional.empty();
  }

  private byte[] read(String file) {
    if (file.equals("-") && standardInputIsRead) {
      throw usage("only one option can read standard input");
    }
    try {
      if (file.equals("-")) {
        standardInputIsRead = true;
        return bounded(surroundings.terminal().in(), "standard input");
      }
      try (InputStream in = Files.newInputStream(Path.of(file))) {
        return bounded(in, file);
      }
    } catch (IOException e) {
      throw new Trouble("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static byte[] bounded(InputStream in, String what) throws IOException {
    byte[] bytes = in.readNBytes(FILE_BYTES_MAX + 1);
    if (bytes.length > FILE_BYTES_MAX) {
      throw new Trouble(what + " is larger than " + FILE_BYTES_MAX + " bytes");
    }
    return bytes;
  }

  private String choice(Parameter p, String given) {
    if (!p.choices().contains(given)) {
      throw usage(
          "--%s: %s is not one of %s".formatted(p.flag(), given, String.join(", ", p.choices())));
    }
    return given;
  }

  private String object(Parameter p, String[] pairs) {
    Map<String, String> map = new LinkedHashMap<>();
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      if (equals <= 0) {
        throw usage("--" + p.flag() + " takes key=value, not " + pair);
      }
      if (map.put(pair.substring(0, equals), pair.substring(equals + 1)) != null) {
        throw usage("--" + p.flag() + " names " + pair.substring(0, equals) + " twice");
      }
    }
    return Json.text(map);
  }

  private String array(Parameter p, String[] items) {
    if (items.length == 1 && items[0].strip().startsWith("[")) {
      try {
        return Json.parse(items[0]).toString();
      } catch (JacksonException e) {
        throw usage("--" + p.flag() + " is not a JSON array", e);
      }
    }
    if (!p.choices().isEmpty()) {
      for (String item : items) {
        choice(p, item);
      }
    }
    return Json.text(items);
  }

  private <T> Optional<T> given(String flag, Class<T> type) {
    OptionSpec option = spec.findOption("--" + flag);
    return option == null ? Optional.empty() : Optional.ofNullable(type.cast(option.getValue()));
  }

  private static String ways(Parameter p) {
    return switch (p.kind()) {
      case BYTES -> "'--%1$s=BASE64' or '--%1$s-file=FILE'".formatted(p.flag());
      case SECRET ->
          "'--%s-file=FILE', the environment variable %s, or a terminal to ask on"
              .formatted(p.flag(), p.environment());
      case TEXT, NUMBER, SWITCH, CHOICE, PAIRS, LIST, JSON -> "'--" + p.flag() + "'";
    };
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private ParameterException usage(String message, Throwable cause) {
    return new ParameterException(spec.commandLine(), message, cause);
  }
}
