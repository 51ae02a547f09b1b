package coffer.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The flags of a parameter, as picocli takes them.
final class ParameterOptions {
  private ParameterOptions() {}

  static void add(CommandSpec spec, List<Parameter> parameters) {
    for (Parameter parameter : parameters) {
      for (OptionSpec option : options(parameter)) {
        spec.addOption(option);
      }
    }
  }

  static List<OptionSpec> options(Parameter p) {
    List<OptionSpec> options = new ArrayList<>(2);
    switch (p.kind()) {
      case TEXT -> options.add(flag(p, "TEXT", p.doc()).build());
      case NUMBER -> options.add(flag(p, "NUMBER", p.doc()).type(Long.class).build());
      case SWITCH ->
          options.add(
              flag(p, "true|false", p.doc())
                  .type(Boolean.class)
                  .arity("0..1")
                  .fallbackValue("true")
                  .build());
      case CHOICE ->
          options.add(
              flag(p, "NAME", p.doc() + " One of: " + String.join(", ", p.choices()) + ".")
                  .completionCandidates(p.choices())
                  .build());
      case BYTES -> {
        options.add(flag(p, "BASE64", p.doc()).required(false).build());
        options.add(file(p, "The same as bytes, from a file; - is standard input."));
      }
      case SECRET ->
          options.add(
              file(
                  p,
                  p.doc()
                      + " Secret: from FILE (- is standard input; its content as it is), from "
                      + p.environment()
                      + ", or asked for."));
      case PAIRS ->
          options.add(
              flag(p, "KEY=VALUE", p.doc() + " Repeatable.")
                  .type(String[].class)
                  .auxiliaryTypes(String.class)
                  .arity("1")
                  .build());
      case LIST ->
          options.add(
              flag(p, "TEXT", list(p))
                  .type(String[].class)
                  .auxiliaryTypes(String.class)
                  .arity("1")
                  .completionCandidates(p.choices())
                  .build());
      case JSON -> options.add(flag(p, "JSON", p.doc()).build());
    }
    return options;
  }

  private static String list(Parameter p) {
    String choices =
        p.choices().isEmpty() ? "" : " One of: " + String.join(", ", p.choices()) + ".";
    return p.doc() + choices + " Repeatable, or one JSON array.";
  }

  private static OptionSpec.Builder flag(Parameter p, String label, String doc) {
    return OptionSpec.builder("--" + p.flag())
        .paramLabel(label)
        .type(String.class)
        .required(p.required())
        .description(escaped(doc));
  }

  private static OptionSpec file(Parameter p, String doc) {
    return OptionSpec.builder("--" + p.flag() + "-file")
        .paramLabel("FILE")
        .type(String.class)
        .description(escaped(doc))
        .build();
  }

  /// picocli formats descriptions: a percent sign in a sentence must survive that.
  private static String escaped(String doc) {
    return doc.strip().replace("%", "%%").replace("@|", "@ |");
  }
}
