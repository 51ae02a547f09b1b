package coffer.cli;

import coffer.hsm.TokenRole;
import coffer.hsm.TokenSession;
import coffer.hsm.TokenSlot;
import coffer.hsm.TokenTools;
import coffer.model.SecretBytes;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Which token, as whom, and where the PIN is.
final class LoginOptions {
  /// As the flag spells roles.
  enum As {
    so,
    co,
    cu;

    TokenRole role() {
      return switch (this) {
        case so -> TokenRole.SO;
        case co -> TokenRole.CO;
        case cu -> TokenRole.CU;
      };
    }
  }

  @Mixin private ModuleOptions module = new ModuleOptions();

  @Option(
      names = "--as",
      paramLabel = "so|co|cu",
      defaultValue = "co",
      description = "Security officer, crypto officer or crypto user. Default: ${DEFAULT-VALUE}.")
  private As as = As.co;

  @Option(
      names = "--pin-file",
      paramLabel = "FILE",
      description = {
        "Holds the role's PIN; otherwise COFFER_HSM_PIN (COFFER_HSM_SO_PIN for so) or a prompt."
      })
  private Optional<Path> pinFile = Optional.empty();

  TokenSession open(Surroundings surroundings, TokenTools tools) {
    TokenSlot token = module.token(tools);
    try (SecretBytes pin = pin(surroundings, token)) {
      return tools.open(module.module(), token, as.role(), pin);
    }
  }

  ModuleOptions module() {
    return module;
  }

  As as() {
    return as;
  }

  SecretBytes pin(Surroundings surroundings, TokenSlot token) {
    String of = token.token().map(t -> " of " + t.label()).orElse("");
    PinInput input =
        as == As.so
            ? PinInput.officer("--pin-file")
            : new PinInput("PIN", "--pin-file", PinInput.PIN);
    return input.of(of).read(surroundings, pinFile);
  }
}
