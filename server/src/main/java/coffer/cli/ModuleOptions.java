package coffer.cli;

import coffer.hsm.HsmIdentity;
import coffer.hsm.HsmModule;
import coffer.hsm.TokenSlot;
import coffer.hsm.TokenStatus;
import coffer.hsm.TokenTools;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Which module a tool loads, and which of its tokens it works on.
final class ModuleOptions {
  // Filled by picocli: the command that has these options.
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--module",
      paramLabel = "PATH",
      description = "The vendor's PKCS #11 library, such as /usr/lib/softhsm/libsofthsm2.so.")
  private Optional<Path> module = Optional.empty();

  @Option(
      names = "--module-args",
      paramLabel = "TEXT",
      description = "What the module needs to start; NSS: \"configdir='sql:DIR'\".")
  private Optional<String> moduleArgs = Optional.empty();

  @Option(
      names = "--token",
      paramLabel = "LABEL",
      description = "The token. Default: the only one that is initialised.")
  private Optional<String> token = Optional.empty();

  @Option(names = "--serial", paramLabel = "SERIAL", description = "The token, by its serial.")
  private Optional<String> serial = Optional.empty();

  HsmModule module() {
    Path path =
        module.orElseThrow(() ->
            new ParameterException(spec.commandLine(), "Missing required option: '--module=PATH'"));
    return new HsmModule(
        String.valueOf(path.getFileName()),
        path.toAbsolutePath(),
        Optional.empty(),
        // An empty string is worse than none: NSS ends the process over it.
        moduleArgs.filter(text -> !text.isBlank()));
  }

  boolean namesToken() {
    return token.isPresent() || serial.isPresent();
  }

  /// The one initialised token that is meant.
  TokenSlot token(TokenTools tools) {
    List<TokenSlot> initialized =
        tools.slots(module()).stream()
            .filter(slot -> slot.token().isPresent())
            .filter(slot -> slot.state() != TokenStatus.State.UNINITIALIZED)
            .toList();
    return only(initialized);
  }

  private TokenSlot only(List<TokenSlot> tokens) {
    List<TokenSlot> meant =
        tokens.stream().filter(namesToken() ? this::isNamed : TokenSlot::writable).toList();
    if (meant.size() == 1) {
      return meant.getFirst();
    }
    String there = tokens.stream().map(ModuleOptions::name).collect(Collectors.joining(", "));
    if (there.isEmpty()) {
      throw new Trouble("The module has no initialised token: coffer hsm init-partition makes one");
    }
    throw new Trouble(
        meant.isEmpty()
            ? "There is no such token. There are: " + there
            : "Several tokens are meant; name one with --token or --serial: " + there);
  }

  private boolean isNamed(TokenSlot slot) {
    HsmIdentity identity = slot.token().orElseThrow();
    return token.map(identity.label()::equals).orElse(true)
        && serial.map(identity.serial()::equals).orElse(true);
  }

  private static String name(TokenSlot slot) {
    return slot.token().map(t -> t.label() + " (serial " + t.serial() + ")").orElse("");
  }
}
