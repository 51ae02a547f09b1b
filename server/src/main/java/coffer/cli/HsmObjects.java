package coffer.cli;

import coffer.hsm.ObjectAttribute;
import coffer.hsm.ObjectKind;
import coffer.hsm.TokenObject;
import coffer.hsm.TokenSession;
import coffer.hsm.TokenTools;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What is on a token.
final class HsmObjects {
  /// As `--class` spells kinds.
  enum OfClass {
    secret,
    publicKey,
    privateKey;

    @Override
    public String toString() {
      return this == secret ? "secret" : this == publicKey ? "public" : "private";
    }

    Set<ObjectKind> kinds() {
      return switch (this) {
        case secret -> Set.of(ObjectKind.SECRET_KEY);
        case publicKey -> Set.of(ObjectKind.PUBLIC_KEY);
        case privateKey -> Set.of(ObjectKind.PRIVATE_KEY);
      };
    }
  }

  private final Surroundings surroundings;
  private final Supplier<TokenTools> tools;

  HsmObjects(Surroundings surroundings, Supplier<TokenTools> tools) {
    this.surroundings = surroundings;
    this.tools = tools;
  }

  /// The commands, in the order of their use.
  List<Object> commands() {
    return List.of(new ListObjects(), new SetAttribute(), new Delete());
  }

  /// `coffer hsm list`
  @Command(name = "list", description = "List the objects that the role sees.")
  private final class ListObjects implements Callable<Integer> {
    @Mixin private LoginOptions login = new LoginOptions();

    @Mixin private Output output = new Output();

    @Option(names = "--label", paramLabel = "TEXT", description = "Only objects of this label.")
    private Optional<String> label = Optional.empty();

    @Option(
        names = "--class",
        paramLabel = "secret|public|private",
        description = "Only keys of this class.")
    private Optional<OfClass> ofClass = Optional.empty();

    @Override
    public Integer call() {
      ObjectNode answer = Json.object();
      ArrayNode objects = answer.putArray("Objects");
      Set<ObjectKind> kinds = kinds(ofClass);
      try (TokenSession session = login.open(surroundings, tools.get())) {
        session.objects().stream()
            .filter(object -> kinds.contains(object.kind()))
            .filter(object -> label.map(object.label()::equals).orElse(true))
            .forEach(object -> objects.add(ObjectJson.of(object)));
      }
      output.show(answer, surroundings.terminal());
      return 0;
    }
  }

  /// `coffer hsm set-attribute`
  @Command(
      name = "set-attribute",
      description = {
        "Change attributes of an object: label, id, wrap, unwrap, encrypt, decrypt, sign, verify,",
        "derive, extractable=false, and others by their CKA name."
      })
  private final class SetAttribute implements Callable<Integer> {
    @Mixin private LoginOptions login = new LoginOptions();

    @Mixin private Output output = new Output();

    @Option(
        names = "--class",
        paramLabel = "secret|public|private",
        description = "Which of the objects of that name.")
    private Optional<OfClass> ofClass = Optional.empty();

    @Parameters(
        index = "0",
        paramLabel = "OBJECT",
        description = "Label, id:HEX, or handle of this run.")
    private String name = "";

    @Parameters(
        index = "1..*",
        arity = "1..*",
        paramLabel = "NAME=VALUE",
        description = "Such as wrap=true.")
    private List<String> assignments = List.of();

    @Override
    public Integer call() {
      Map<ObjectAttribute, ObjectAttribute.Value> values =
          AttributeAssignment.parseAll(assignments);
      try (TokenSession session = login.open(surroundings, tools.get())) {
        TokenObject object = new ObjectName(name).find(session, kinds(ofClass));
        session.set(object.ref(), values);
        output.show(ObjectJson.of(session.object(object.ref())), surroundings.terminal());
      }
      return 0;
    }
  }

  /// `coffer hsm delete`
  @Command(
      name = "delete",
      description = {
        "Delete an object for ever. Asks first.",
        "With --yes it must be named by label or id:HEX, as handles change on some modules."
      })
  private final class Delete implements Callable<Integer> {
    @Mixin private LoginOptions login = new LoginOptions();

    @Option(
        names = "--class",
        paramLabel = "secret|public|private",
        description = "Which of the objects of that name.")
    private Optional<OfClass> ofClass = Optional.empty();

    @Option(names = "--yes", description = "Delete without asking.")
    private boolean yes;

    @Parameters(paramLabel = "OBJECT", description = "Label, id:HEX, or handle.")
    private String name = "";

    @Override
    public Integer call() {
      ObjectName wanted = new ObjectName(name);
      if (yes && wanted.isHandle()) {
        throw new Trouble(
            "A handle may be another object's by now: with --yes, say label or id:HEX");
      }
      try (TokenSession session = login.open(surroundings, tools.get())) {
        TokenObject object = wanted.find(session, kinds(ofClass));
        new Question(surroundings.terminal())
            .confirm("Delete " + ObjectName.brief(object) + " for ever.", yes);
        session.delete(object.ref());
        surroundings.terminal().out().println(ObjectName.brief(object) + " is deleted.");
      }
      return 0;
    }
  }

  private static Set<ObjectKind> kinds(Optional<OfClass> ofClass) {
    return ofClass.map(OfClass::kinds).orElse(ObjectName.any());
  }
}
