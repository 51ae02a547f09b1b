package coffer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.hsm.pkcs11.SoftHsm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Somebody at a SoftHSM token with `coffer hsm`.
final class HsmDesk {
  private final Path home;
  private final String token;
  String input = "";
  private Console console;

  HsmDesk(Path home, String token) {
    this.home = home;
    this.token = token;
    this.console = new Console(SampleOperations.registry(), home);
  }

  /// Runs one tool on the token as the crypto officer.
  int run(String tool, String... rest) {
    List<String> args =
        new ArrayList<>(
            List.of("hsm", tool, "--module", SoftHsm.MODULE.path().toString(), "--token", token));
    args.addAll(List.of(rest));
    return runBare(args.toArray(String[]::new));
  }

  int runBare(String... args) {
    console = new Console(SampleOperations.registry(), home);
    console.input = input;
    console.environment.put("COFFER_HSM_PIN", SoftHsm.USER_PIN);
    console.environment.put("COFFER_HSM_SO_PIN", SoftHsm.OFFICER_PIN);
    return console.run(args);
  }

  JsonNode json(String tool, String... rest) {
    assertThat(run(tool, rest)).as(err()).isZero();
    return Json.parse(out());
  }

  /// What a refused tool said.
  String refused(String tool, String... rest) {
    assertThat(run(tool, rest)).as(out()).isEqualTo(1);
    assertThat(out()).isEmpty();
    return err();
  }

  String out() {
    return console.out();
  }

  String err() {
    return console.err();
  }
}
