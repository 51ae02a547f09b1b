package coffer.cli;

import coffer.hsm.ProbeFact;
import coffer.hsm.ProbeTable;
import coffer.hsm.TokenSlot;
import coffer.hsm.TokenTools;
import coffer.model.SecretBytes;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `coffer hsm probe`
@Command(
    name = "probe",
    description = {
      "Try what a module can do: mechanisms, wrap formats, how it guards keys, threads.",
      "Logs in once, makes keys that live in its session only, and leaves nothing on the token."
    })
final class HsmProbe implements Callable<Integer> {
  @Mixin private ModuleOptions module = new ModuleOptions();

  @Mixin private Output output = new Output();

  @Option(
      names = "--pin-file",
      paramLabel = "FILE",
      description = "Holds kmsuser's PIN; otherwise COFFER_HSM_PIN or a prompt.")
  private Optional<Path> pinFile = Optional.empty();

  @Option(names = "--markdown", description = "Print the module's table for docs/hsm-modules.md.")
  private boolean markdown;

  private final Surroundings surroundings;
  private final Supplier<TokenTools> tools;

  HsmProbe(Surroundings surroundings, Supplier<TokenTools> tools) {
    this.surroundings = surroundings;
    this.tools = tools;
  }

  @Override
  public Integer call() {
    TokenTools driver = tools.get();
    TokenSlot token = module.token(driver);
    List<ProbeFact> facts;
    try (SecretBytes pin =
        new PinInput("PIN", "--pin-file", PinInput.PIN).read(surroundings, pinFile)) {
      facts = driver.probe(module.module(), token, pin);
    }
    if (markdown) {
      surroundings.terminal().out().print(ProbeTable.markdown(facts));
    } else {
      output.show(json(facts), surroundings.terminal());
    }
    return 0;
  }

  private static ObjectNode json(List<ProbeFact> facts) {
    ObjectNode answer = Json.object();
    ArrayNode probes = answer.putArray("Probes");
    for (ProbeFact fact : facts) {
      probes.addObject().put("Name", fact.name()).put("Result", fact.result());
    }
    return answer;
  }
}
