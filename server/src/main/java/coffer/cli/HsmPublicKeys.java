package coffer.cli;

import coffer.hsm.ObjectKind;
import coffer.hsm.ObjectRef;
import coffer.hsm.TokenObject;
import coffer.hsm.TokenSession;
import coffer.hsm.TokenTools;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.spec.InvalidKeySpecException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Public keys into a token and out of it.
final class HsmPublicKeys {
  /// As `--format` spells encodings.
  enum Format {
    pem,
    der,
    base64
  }

  private final Surroundings surroundings;
  private final Supplier<TokenTools> tools;

  HsmPublicKeys(Surroundings surroundings, Supplier<TokenTools> tools) {
    this.surroundings = surroundings;
    this.tools = tools;
  }

  /// The commands, in the order of their use.
  List<Object> commands() {
    return List.of(new ImportPublicKey(), new ExportPublicKey());
  }

  /// `coffer hsm import-public-key`
  @Command(
      name = "import-public-key",
      description = {
        "Import a public key: PEM with either RSA header, DER, or the bare Base64 of a KMS.",
        "It may do nothing until it is allowed to."
      })
  private final class ImportPublicKey implements Callable<Integer> {
    @Mixin private LoginOptions login = new LoginOptions();

    @Mixin private Output output = new Output();

    @Parameters(paramLabel = "FILE", description = "The public key.")
    private Path file = Path.of("");

    @Option(names = "--label", paramLabel = "TEXT", description = "The object's label.")
    private Optional<String> givenLabel = Optional.empty();

    @Option(names = "--id", paramLabel = "HEX", description = "CKA_ID. Default: none.")
    private Optional<String> id = Optional.empty();

    @Option(
        names = "--allow",
        paramLabel = "USE",
        split = ",",
        description = "encrypt, verify, wrap. Default: none.")
    private @Nullable List<String> uses;

    @Override
    public Integer call() {
      byte[] key = read(file);
      String label =
          new Question(surroundings.terminal()).text(givenLabel, "Label", "--label TEXT");
      try (TokenSession session = login.open(surroundings, tools.get())) {
        ObjectRef made =
            place(session, key, new Wanted(label, id, uses == null ? List.of() : uses));
        output.show(ObjectJson.of(session.object(made)), surroundings.terminal());
      }
      return 0;
    }
  }

  private record Wanted(String label, Optional<String> id, List<String> uses) {}

  private static ObjectRef place(TokenSession session, byte[] key, Wanted wanted) {
    requireFree(session, wanted.label(), Set.of(ObjectKind.PUBLIC_KEY));
    return session.importPublicKey(
        key,
        new String(AttributeAssignment.label(wanted.label()), StandardCharsets.UTF_8),
        AttributeAssignment.hex("--id", wanted.id().orElse("")),
        KeyUseOption.parse(wanted.uses()));
  }

  /// Tokens take any number of objects of one label; then nobody knows which is meant.
  static void requireFree(TokenSession session, String label, Set<ObjectKind> kinds) {
    if (session.objects().stream()
        .anyMatch(o -> kinds.contains(o.kind()) && o.label().equals(label))) {
      throw new Trouble("There is a key named " + label + " already; choose another label");
    }
  }

  /// `coffer hsm export-public-key`
  @Command(name = "export-public-key", description = "Write a public key to a file or the screen.")
  private final class ExportPublicKey implements Callable<Integer> {
    @Mixin private LoginOptions login = new LoginOptions();

    @Option(
        names = "--format",
        paramLabel = "pem|der|base64",
        defaultValue = "pem",
        description = "Default: ${DEFAULT-VALUE}.")
    private Format format = Format.pem;

    @Option(names = "--out", paramLabel = "FILE", description = "Default: the screen.")
    private Optional<Path> out = Optional.empty();

    @Parameters(paramLabel = "OBJECT", description = "Label, id:HEX, or handle.")
    private String name = "";

    @Override
    public Integer call() {
      try (TokenSession session = login.open(surroundings, tools.get())) {
        TokenObject key = new ObjectName(name).find(session, Set.of(ObjectKind.PUBLIC_KEY));
        byte[] content = encode(session.exportPublicKey(key.ref()), format);
        if (out.isPresent()) {
          PrivateFiles.write(out.get(), content);
        } else {
          surroundings.terminal().out().writeBytes(content);
          surroundings.terminal().out().flush();
        }
      }
      return 0;
    }
  }

  static byte[] read(Path file) {
    try {
      return PublicKeyFile.parse(InputFile.read(file, PublicKeyFile.BYTES_MAX));
    } catch (InvalidKeySpecException e) {
      throw new Trouble(file + " " + e.getMessage(), e);
    }
  }

  private static byte[] encode(byte[] key, Format format) {
    return switch (format) {
      case pem -> PublicKeyFile.pem(key).getBytes(StandardCharsets.US_ASCII);
      case der -> key;
      case base64 ->
          (Base64.getEncoder().encodeToString(key) + "\n").getBytes(StandardCharsets.US_ASCII);
    };
  }
}
