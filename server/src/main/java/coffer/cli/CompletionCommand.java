package coffer.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `coffer completion`: completes commands and options in the shell.
@Command(
    name = "completion",
    description = {
      "Print completion for bash and zsh: source <(coffer completion), or put it into",
      "/etc/bash_completion.d/coffer."
    })
final class CompletionCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  // Filled by picocli.
  @Spec private CommandSpec spec = CommandSpec.create();

  CompletionCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    CommandLine root = spec.root().commandLine();
    surroundings.terminal().out().print(AutoComplete.bash(root.getCommandName(), root));
    return 0;
  }
}
