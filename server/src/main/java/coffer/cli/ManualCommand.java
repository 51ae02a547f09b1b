package coffer.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `coffer manual`: the help of every command as one page for man(1).
@Command(
    name = "manual",
    description = "Print the manual page, the help of every command: coffer manual | man -l -")
final class ManualCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  // Filled by picocli.
  @Spec private CommandSpec spec = CommandSpec.create();

  ManualCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    StringBuilder page = new StringBuilder(".TH COFFER 1\n");
    page.append(".SH NAME\ncoffer \\- a key management service whose keys live in HSMs\n");
    add(page, spec.root().commandLine());
    surroundings.terminal().out().print(page);
    return 0;
  }

  private static void add(StringBuilder page, CommandLine command) {
    page.append(".SH \"")
        .append(command.getCommandSpec().qualifiedName().toUpperCase(Locale.ROOT))
        .append("\"\n.nf\n");
    command.getUsageMessage(Ansi.OFF).lines().map(ManualCommand::roff).forEach(page::append);
    page.append(".fi\n");
    command.getSubcommands().values().forEach(sub -> add(page, sub));
  }

  /// A dot or quote at the beginning of a line would be a request.
  private static String roff(String line) {
    String escaped = line.replace("\\", "\\e").replace("-", "\\-");
    boolean request = escaped.startsWith(".") || escaped.startsWith("'");
    return (request ? "\\&" : "") + escaped + "\n";
  }
}
