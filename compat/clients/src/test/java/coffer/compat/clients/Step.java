package coffer.compat.clients;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;

/// One row of a table: what a client is told to do, and what has to come of it.
record Step(String name, Body body) {
  /// What a row does with a client.
  interface Body {
    void run(Child client) throws Exception;
  }

  /// Every row with every client.
  static Stream<DynamicNode> all(Clients clients, List<SdkSet> sets, List<Step> table) {
    return sets.stream()
        .map(set ->
            DynamicContainer.dynamicContainer(
                set.name(),
                table.stream()
                    .map(step ->
                        DynamicTest.dynamicTest(
                            set + " " + step.name(), () -> step.body().run(clients.of(set))))));
  }
}
