package coffer.cli;

import coffer.hsm.HsmIdentity;
import coffer.hsm.TokenRole;
import coffer.hsm.TokenSession;
import coffer.hsm.TokenSlot;
import coffer.hsm.TokenStatus;
import coffer.hsm.TokenTools;
import coffer.model.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Tokens and their roles.
final class HsmTokens {
  private static final int TOKEN_LABEL_BYTES_MAX = 32;

  private final Surroundings surroundings;
  private final Supplier<TokenTools> tools;

  HsmTokens(Surroundings surroundings, Supplier<TokenTools> tools) {
    this.surroundings = surroundings;
    this.tools = tools;
  }

  /// The commands, in the order of their use.
  List<Object> commands() {
    return List.of(new Slots(), new InitPartition(), new InitRole(), new ChangePin());
  }

  /// `coffer hsm slots`
  @Command(name = "slots", description = "List the module's slots and the tokens in them.")
  private final class Slots implements Callable<Integer> {
    @Mixin private ModuleOptions options = new ModuleOptions();

    @Mixin private Output output = new Output();

    @Override
    public Integer call() {
      ObjectNode answer = Json.object();
      ArrayNode slots = answer.putArray("Slots");
      tools.get().slots(options.module()).forEach(slot -> slots.add(json(slot)));
      output.show(answer, surroundings.terminal());
      return 0;
    }
  }

  /// `coffer hsm init-partition`
  @Command(
      name = "init-partition",
      description = {
        "Initialise a token: set its label and the security officer's PIN.",
        "Everything on a token that was in use is erased; its present SO PIN is needed."
      })
  private final class InitPartition implements Callable<Integer> {
    @Mixin private ModuleOptions options = new ModuleOptions();

    @Mixin private Output output = new Output();

    @Option(
        names = "--slot",
        paramLabel = "NUMBER",
        description = "Default: the only slot whose token is not initialised.")
    private Optional<Long> number = Optional.empty();

    @Option(names = "--label", paramLabel = "TEXT", description = "The token's label.")
    private Optional<String> givenLabel = Optional.empty();

    @Option(
        names = "--so-pin-file",
        paramLabel = "FILE",
        description = "Holds the SO PIN; otherwise COFFER_HSM_SO_PIN or a prompt.")
    private Optional<Path> pinFile = Optional.empty();

    @Option(names = "--yes", description = "Erase without asking.")
    private boolean yes;

    @Override
    public Integer call() {
      List<TokenSlot> slots = tools.get().slots(options.module());
      TokenSlot slot = number.isPresent() ? numbered(slots, number.get()) : blank(options, slots);
      Question question = new Question(surroundings.terminal());
      String label = question.text(givenLabel, "Label", "--label TEXT");
      if (label.getBytes(StandardCharsets.UTF_8).length > TOKEN_LABEL_BYTES_MAX) {
        throw new Trouble("A token's label has at most " + TOKEN_LABEL_BYTES_MAX + " bytes");
      }
      if (slots.stream().anyMatch(s -> s.number() != slot.number() && isLabelled(s, label))) {
        throw new Trouble("There is a token " + label + " already; choose another label");
      }
      boolean inUse = slot.state() != TokenStatus.State.UNINITIALIZED;
      if (inUse) {
        question.confirm("Everything on " + name(slot) + " is erased.", yes);
      }
      PinInput input = PinInput.officer("--so-pin-file");
      try (SecretBytes pin =
          inUse ? input.read(surroundings, pinFile) : input.readNew(surroundings, pinFile)) {
        tools.get().initialize(options.module(), slot, label, pin);
      }
      TokenSlot made =
          tools.get().slots(options.module()).stream()
              .filter(s -> isLabelled(s, label))
              .findFirst()
              .orElseThrow(() -> new Trouble("The module does not show the new token yet"));
      output.show(json(made), surroundings.terminal());
      return 0;
    }
  }

  /// `coffer hsm init-role`
  @Command(
      name = "init-role",
      description = {
        "As the security officer, make the crypto officer, or set its PIN anew; objects stay.",
        "A crypto user is not PKCS #11's: the vendor's tool makes it (Luna: role init -n cu)."
      })
  private final class InitRole implements Callable<Integer> {
    @Mixin private ModuleOptions options = new ModuleOptions();

    @Mixin private Output output = new Output();

    @Option(
        names = "--so-pin-file",
        paramLabel = "FILE",
        description = "Holds the SO PIN; otherwise COFFER_HSM_SO_PIN or a prompt.")
    private Optional<Path> pinFile = Optional.empty();

    @Option(
        names = "--new-pin-file",
        paramLabel = "FILE",
        description = "Holds the role's new PIN; otherwise COFFER_HSM_NEW_PIN or a prompt.")
    private Optional<Path> newPinFile = Optional.empty();

    @Override
    public Integer call() {
      TokenSlot token = options.token(tools.get());
      try (SecretBytes pin = PinInput.officer("--so-pin-file").read(surroundings, pinFile);
          SecretBytes fresh = PinInput.fresh().readNew(surroundings, newPinFile);
          TokenSession session = tools.get().open(options.module(), token, TokenRole.SO, pin)) {
        session.initRole(fresh);
      }
      output.show(json(options.token(tools.get())), surroundings.terminal());
      return 0;
    }
  }

  /// `coffer hsm change-pin`
  @Command(name = "change-pin", description = "Change the PIN of a role.")
  private final class ChangePin implements Callable<Integer> {
    @Mixin private LoginOptions login = new LoginOptions();

    @Mixin private Output output = new Output();

    @Option(
        names = "--new-pin-file",
        paramLabel = "FILE",
        description = "Holds the new PIN; otherwise COFFER_HSM_NEW_PIN or a prompt.")
    private Optional<Path> newPinFile = Optional.empty();

    @Override
    public Integer call() {
      TokenSlot token = login.module().token(tools.get());
      try (SecretBytes pin = login.pin(surroundings, token);
          SecretBytes fresh = PinInput.fresh().readNew(surroundings, newPinFile);
          TokenSession session =
              tools.get().open(login.module().module(), token, login.as().role(), pin)) {
        session.changePin(pin, fresh);
      }
      output.show(json(token), surroundings.terminal());
      return 0;
    }
  }

  private static TokenSlot numbered(List<TokenSlot> slots, long number) {
    return slots.stream()
        .filter(slot -> slot.number() == number && slot.token().isPresent())
        .findFirst()
        .orElseThrow(() -> new Trouble("There is no token in slot " + number));
  }

  private TokenSlot blank(ModuleOptions options, List<TokenSlot> slots) {
    if (options.namesToken()) {
      return options.token(tools.get());
    }
    List<TokenSlot> blank =
        slots.stream().filter(s -> s.state() == TokenStatus.State.UNINITIALIZED).toList();
    if (blank.size() == 1) {
      return blank.getFirst();
    }
    throw new Trouble(
        blank.isEmpty()
            ? "Every token is initialised; name one to erase with --token or --serial"
            : "Several tokens are not initialised; name one with --slot: "
                + blank.stream().map(s -> String.valueOf(s.number())).toList());
  }

  private static boolean isLabelled(TokenSlot slot, String label) {
    return slot.state() != TokenStatus.State.UNINITIALIZED
        && slot.token().filter(t -> t.label().equals(label)).isPresent();
  }

  private static String name(TokenSlot slot) {
    return slot.token().map(t -> "token " + t.label() + ", serial " + t.serial()).orElse("it");
  }

  private static ObjectNode json(TokenSlot slot) {
    ObjectNode node = Json.object();
    Optional<HsmIdentity> token = slot.token();
    node.put("Slot", slot.number());
    node.put("Label", token.map(HsmIdentity::label).orElse(""));
    node.put("Serial", token.map(HsmIdentity::serial).orElse(""));
    node.put("Manufacturer", token.map(HsmIdentity::manufacturer).orElse(""));
    node.put("Model", token.map(HsmIdentity::model).orElse(""));
    node.put("Firmware", token.map(HsmIdentity::firmware).orElse(""));
    node.put("Hardware", slot.hardware());
    node.put("State", slot.state().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    node.put("Remarks", String.join("; ", slot.remarks()));
    return node;
  }
}
