package coffer.boot;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.cli.Surroundings;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// The whole command line, as it is shipped.
class CommandsTest {
  private final Commands commands = new Commands();

  @Test
  void everyCommandAndOptionSaysWhatItIs() {
    List<String> findings = new ArrayList<>();
    look(Main.cli(Surroundings.ofProcess()).commandLine(), findings);
    assertThat(findings).isEmpty();
  }

  private static void look(CommandLine line, List<String> findings) {
    CommandLine.Model.CommandSpec spec = line.getCommandSpec();
    String name = spec.qualifiedName();
    if (spec.usageMessage().description().length == 0) {
      findings.add(name + " has no description");
    }
    spec.options().stream()
        .filter(option -> option.description().length == 0 || option.description()[0].isBlank())
        .forEach(option -> findings.add(name + " " + option.longestName()));
    spec.positionalParameters().stream()
        .filter(parameter -> parameter.description().length == 0)
        .forEach(parameter -> findings.add(name + " " + parameter.paramLabel()));
    if (spec.findOption("--help") == null) {
      findings.add(name + " has no --help");
    }
    line.getSubcommands().values().forEach(sub -> look(sub, findings));
  }

  @Test
  void theVersionIsShown() {
    assertThat(commands.run("--version")).isZero();
    assertThat(commands.printed()).startsWith("coffer ").contains("Java ");
  }

  @Test
  void theManualHoldsEveryCommand() {
    assertThat(commands.run("manual")).isZero();
    assertThat(commands.printed())
        .startsWith(".TH COFFER 1")
        .contains(".SH \"COFFER BACKUP VERIFY\"", ".SH \"COFFER KMS CREATE-KEY\"", "\\-\\-out");
  }

  @Test
  void completionNamesCommandsAndOptions() {
    assertThat(commands.run("completion")).isZero();
    assertThat(commands.printed())
        .startsWith("#!/usr/bin/env bash")
        .contains("reset-root", "--passphrase-file", "create-key", "complete -F");
  }
}
