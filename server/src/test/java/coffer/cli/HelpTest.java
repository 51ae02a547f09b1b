package coffer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.operations.Operation;
import coffer.operations.catalog.Catalog;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HelpTest {
  @TempDir private Path home = Path.of("");

  @Test
  void theRootListsGroupsAndTools() {
    Console console = new Console(SampleOperations.registry(), home);
    assertThat(console.run("--help")).isZero();
    assertThat(console.out())
        .isEqualTo(
            """
            Usage: coffer [-hV] [COMMAND]
            A key management service whose keys live in hardware security modules.
              -h, --help      Show this help.
              -V, --version   Show the version.
            Commands:
              start       Start the service.
              config      Look at a configuration.
              audit       Look at the audit log.
              bench       Measure.
              demo        Walk through a dedicated KMS instance for real, telling each step.
              doctor      Check JDK, data directory, ports, server, clock, certificates and HSM modules.
              client-key  Connect an application, and disconnect it.
              hsm         Look after the tokens of any PKCS #11 module: roles, keys, wrapping.
              byok        Bring an AES key from your own HSM into an EXTERNAL key of the service.
              completion  Print completion for bash and zsh: source <(coffer completion), or put it into
              manual      Print the manual page, the help of every command: coffer manual | man -l -
              kms         Keys, access points and instances (OpenAPI).
              instance    What applications do with keys (Instance API).
              ram         Users, groups, roles and policies (OpenAPI).
              sts         Who the caller is, and temporary credentials (OpenAPI).
              des         HSM clusters and their members (OpenAPI).
            """);
  }

  @Test
  void anOperationShowsItsFieldsAndHowSecretsAreGiven() {
    Console console = new Console(SampleOperations.registry(), home);
    assertThat(console.run("kms", "do-everything", "--help")).isZero();
    assertThat(console.out())
        .contains("Does everything.")
        .contains("--key-id=TEXT")
        .contains("Whether 100% of it.")
        .contains("One of: Aliyun_AES_256, Aliyun_AES_192")
        .contains("--plaintext-file=FILE")
        .contains("COFFER_PLAINTEXT")
        .doesNotContain("--plaintext=");
  }

  @Test
  void everyOperationOfTheCatalogueIsACommand() {
    for (Operation<?, ?> operation : Catalog.all().all()) {
      Console console = new Console(Catalog.all(), home);
      assertThat(console.run(operation.api().group(), Kebab.of(operation.name()), "--help"))
          .as(operation.action())
          .isZero();
      assertThat(console.out()).contains(operation.summary().split(" ", -1)[0]);
    }
  }

  @Test
  void wrongUseEndsWithTwo() {
    Console console = new Console(SampleOperations.registry(), home);
    assertThat(console.run("kms")).isEqualTo(2);
    assertThat(console.run("kms", "do-nothing")).isEqualTo(2);
    assertThat(console.run("kms", "do-everything")).isEqualTo(2);
    assertThat(
            console.run("kms", "do-everything", "--key-id=k", "--key-spec=DES", "--data=nowhere"))
        .isEqualTo(2);
    assertThat(console.err()).contains("Aliyun_AES_256");
  }

  @Test
  void aMissingSecretNamesTheWaysToGiveIt() {
    Console console = new Console(SampleOperations.registry(), home);
    assertThat(console.run("kms", "do-everything", "--key-id=k")).isEqualTo(2);
    assertThat(console.err()).contains("--plaintext-file").contains("COFFER_PLAINTEXT");
  }

  @Test
  void noServerIsOneLine() {
    Console console = new Console(SampleOperations.registry(), home);
    console.environment.put("COFFER_PLAINTEXT", "x");
    String nowhere = home.resolve("nowhere").toString();
    assertThat(console.run("kms", "do-everything", "--key-id=k", "--data", nowhere)).isEqualTo(1);
    assertThat(console.err())
        .isEqualTo(
            "No server has run on the data directory "
                + nowhere
                + ": run `coffer start`, or name another with --data or --profile\n");
  }
}
