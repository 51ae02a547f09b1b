package coffer.compat.clients;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.Command;
import coffer.compat.harness.RootKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Callers that are not who they say they are, and servers that are not.
final class CallerSteps {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final Clients clients;
  private final Dialect dialect;

  CallerSteps(Clients clients, Dialect dialect) {
    this.clients = clients;
    this.dialect = dialect;
  }

  List<Step> table() {
    return List.of(
        new Step("a wrong secret", this::wrongSecret),
        new Step("an access key that is not there", this::unknownKey),
        new Step("a server of another CA", _ -> wrongCa()));
  }

  private void wrongSecret(Child client) {
    RootKey root = clients.home().server().rootKey();
    Answer answer = list(client, new RootKey(root.id(), root.secret() + "x"));
    answer.refused(400, dialect.wrongSecret());
  }

  private void unknownKey(Child client) {
    list(client, new RootKey("LTAI0000000000000000", "secret"))
        .refused(404, "InvalidAccessKeyId.NotFound" + dialect.suffix());
  }

  private Answer list(Child client, RootKey key) {
    return client.callBy(key, dialect.kms() ? "kms:ListKeys" : "ram:ListUsers", Fields.none());
  }

  /// So the other steps show that the server proved to be of its CA.
  private void wrongCa() {
    try (Child client = clients.trusting(dialect.set(), otherCa())) {
      for (Map.Entry<String, Boolean> action :
          Map.of("kms:ListKeys", dialect.kms(), "ram:ListUsers", dialect.ram()).entrySet()) {
        if (action.getValue()) {
          Answer answer = client.call(action.getKey(), Fields.none());
          assertThat(answer.ok()).isFalse();
          assertThat(answer.status()).isZero();
          assertThat(answer.message()).containsIgnoringCase("certificat");
        }
      }
    }
  }

  private Path otherCa() {
    Path ca = clients.home().folder().resolve("other-ca.pem");
    if (!Files.exists(ca)) {
      Command.run(
              clients.home().folder(),
              Map.of(),
              DEADLINE,
              List.of(
                  "openssl",
                  "req",
                  "-x509",
                  "-newkey",
                  "ec",
                  "-pkeyopt",
                  "ec_paramgen_curve:P-256",
                  "-nodes",
                  "-subj",
                  "/CN=another CA",
                  "-days",
                  "2",
                  "-keyout",
                  "other-ca.key",
                  "-out",
                  "other-ca.pem"))
          .orFail("openssl req");
    }
    return ca;
  }
}
