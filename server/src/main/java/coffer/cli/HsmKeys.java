package coffer.cli;

import coffer.hsm.ObjectKind;
import coffer.hsm.ObjectRef;
import coffer.hsm.TokenObject;
import coffer.hsm.TokenSession;
import coffer.hsm.TokenTools;
import coffer.hsm.WantedKey;
import coffer.hsm.WrapMethod;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/// Keys: made, wrapped, unwrapped.
final class HsmKeys {
  private static final int WRAPPED_BYTES_MAX = 16 * 1024;

  private final Surroundings surroundings;
  private final Supplier<TokenTools> tools;

  HsmKeys(Surroundings surroundings, Supplier<TokenTools> tools) {
    this.surroundings = surroundings;
    this.tools = tools;
  }

  /// The commands, in the order of their use.
  List<Object> commands() {
    return List.of(new GenerateKey(), new Wrap(), new Unwrap());
  }

  /// `coffer hsm generate-key`
  @Command(
      name = "generate-key",
      description = {
        "Generate a key in the token, to stay there: private and sensitive.",
        "Both halves of a pair get the label."
      })
  private final class GenerateKey implements Callable<Integer> {
    @Mixin private LoginOptions login = new LoginOptions();

    @Mixin private Output output = new Output();

    @Mixin private WantedKeyOptions options = new WantedKeyOptions();

    @Override
    public Integer call() {
      WantedKey wanted = options.wanted(surroundings.terminal());
      try (TokenSession session = login.open(surroundings, tools.get())) {
        HsmPublicKeys.requireFree(session, wanted.label(), kinds(wanted));
        ObjectRef made = session.generate(wanted);
        output.show(ObjectJson.of(session.object(made)), surroundings.terminal());
      }
      return 0;
    }
  }

  /// `coffer hsm wrap`
  @Command(name = "wrap", description = "Wrap a key under another, and write it to a file.")
  private final class Wrap implements Callable<Integer> {
    @Mixin private LoginOptions login = new LoginOptions();

    @Mixin private Output output = new Output();

    @Mixin private WrapOptions how = new WrapOptions();

    @Option(
        names = "--with",
        paramLabel = "OBJECT",
        required = true,
        description = "The wrapping key: label, id:HEX, or handle.")
    private String with = "";

    @Option(
        names = "--key",
        paramLabel = "OBJECT",
        required = true,
        description = "The key to be wrapped.")
    private String name = "";

    @Option(
        names = "--out",
        paramLabel = "FILE",
        required = true,
        description = "Where to; an existing file is not replaced.")
    private Path out = Path.of("");

    @Option(names = "--base64", description = "Write Base64 in one line.")
    private boolean base64;

    @Override
    public Integer call() {
      WrapMethod method = how.method();
      try (TokenSession session = login.open(surroundings, tools.get())) {
        TokenObject wrapping = new ObjectName(with).find(session, WrapOptions.wrapping(method));
        TokenObject key =
            new ObjectName(name)
                .find(session, Set.of(ObjectKind.SECRET_KEY, ObjectKind.PRIVATE_KEY));
        byte[] wrapped = session.wrap(method, wrapping.ref(), key.ref());
        PrivateFiles.write(
            out,
            base64
                ? Base64.getEncoder().encodeToString(wrapped).getBytes(StandardCharsets.US_ASCII)
                : wrapped);
        ObjectNode answer = Json.object();
        answer.put("Key", key.label());
        answer.put("With", wrapping.label());
        answer.put("Bytes", wrapped.length);
        answer.put("File", out.toString());
        output.show(answer, surroundings.terminal());
      }
      return 0;
    }
  }

  /// `coffer hsm unwrap`
  @Command(name = "unwrap", description = "Make a key in the token of what wrap wrote.")
  private final class Unwrap implements Callable<Integer> {
    @Mixin private LoginOptions login = new LoginOptions();

    @Mixin private Output output = new Output();

    @Mixin private WrapOptions how = new WrapOptions();

    @Mixin private WantedKeyOptions options = new WantedKeyOptions();

    @Option(
        names = "--with",
        paramLabel = "OBJECT",
        required = true,
        description = "The unwrapping key: label, id:HEX, or handle.")
    private String with = "";

    @Option(
        names = "--in",
        paramLabel = "FILE",
        required = true,
        description = "The wrapped key; with --base64 as Base64.")
    private Path in = Path.of("");

    @Option(names = "--base64", description = "The file holds Base64.")
    private boolean base64;

    @Override
    public Integer call() {
      WrapMethod method = how.method();
      WantedKey wanted = options.wanted(surroundings.terminal());
      byte[] wrapped = wrapped(in, base64);
      try (TokenSession session = login.open(surroundings, tools.get())) {
        HsmPublicKeys.requireFree(session, wanted.label(), kinds(wanted));
        TokenObject key = new ObjectName(with).find(session, WrapOptions.unwrapping(method));
        ObjectRef made = session.unwrap(method, key.ref(), wrapped, wanted);
        output.show(ObjectJson.of(session.object(made)), surroundings.terminal());
      }
      return 0;
    }
  }

  private static Set<ObjectKind> kinds(WantedKey wanted) {
    return wanted.type().isPair()
        ? Set.of(ObjectKind.PRIVATE_KEY, ObjectKind.PUBLIC_KEY)
        : Set.of(ObjectKind.SECRET_KEY);
  }

  private static byte[] wrapped(Path in, boolean base64) {
    byte[] content = InputFile.read(in, WRAPPED_BYTES_MAX);
    if (!base64) {
      return content;
    }
    try {
      return Base64.getDecoder()
          .decode(new String(content, StandardCharsets.US_ASCII).replaceAll("\\s", ""));
    } catch (IllegalArgumentException e) {
      throw new Trouble(in + " holds no Base64", e);
    }
  }
}
