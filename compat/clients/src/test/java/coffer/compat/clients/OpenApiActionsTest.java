package coffer.compat.clients;

import coffer.compat.harness.ClusterKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/// Keys and users through every client of the OpenAPI.
@ExtendWith(Clients.Shared.class)
class OpenApiActionsTest {
  private final Clients clients;

  OpenApiActionsTest(Clients clients) {
    this.clients = clients;
  }

  @TestFactory
  Stream<DynamicNode> keysAndUsersThroughEveryClient() {
    return dialects().stream()
        .flatMap(dialect -> Step.all(clients, List.of(dialect.set()), table(dialect)));
  }

  /// What they read and write is the same on every HSM: on the costly ones, one shows it.
  private static List<Dialect> dialects() {
    return ClusterKind.selected() == ClusterKind.SOFTWARE
        ? Dialect.ALL
        : List.of(Dialect.ALL.getFirst());
  }

  private List<Step> table(Dialect dialect) {
    List<Step> table = new ArrayList<>();
    if (dialect.kms()) {
      table.addAll(new KeySteps(clients, dialect).table());
    }
    if (dialect.ram()) {
      table.addAll(new UserSteps(clients, dialect).table());
    }
    if (dialect.logins()) {
      table.addAll(new LoginSteps(dialect).table());
    }
    table.addAll(new CallerSteps(clients, dialect).table());
    return table;
  }
}
