package coffer.cli;

import coffer.hsm.TokenTools;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `coffer hsm`: tools for the tokens of any PKCS #11 module, on this machine, without a server.
@Command(
    name = "hsm",
    description = {
      "Look after the tokens of any PKCS #11 module: roles, keys, wrapping.",
      "Works on this machine's module, without a server."
    })
final class HsmCommand {
  private HsmCommand() {}

  /// The group with every tool.
  static CommandLine group(Surroundings surroundings, Supplier<TokenTools> tools) {
    CommandLine group = new CommandLine(new HsmCommand());
    List<List<Object>> parts =
        List.of(
            new HsmTokens(surroundings, tools).commands(),
            new HsmObjects(surroundings, tools).commands(),
            new HsmPublicKeys(surroundings, tools).commands(),
            new HsmKeys(surroundings, tools).commands(),
            List.of(new HsmProbe(surroundings, tools), new HsmBenchmark(surroundings, tools)));
    for (Object command : parts.stream().flatMap(List::stream).toList()) {
      group.addSubcommand(new CommandLine(command));
    }
    return group;
  }
}
