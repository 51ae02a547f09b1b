package coffer.compat.clients;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/// All actions of the Instance API through every client that has them.
@ExtendWith(Clients.Shared.class)
class InstanceActionsTest {
  private final Clients clients;

  InstanceActionsTest(Clients clients) {
    this.clients = clients;
  }

  @TestFactory
  Stream<DynamicNode> everyActionThroughEveryClient() {
    InstanceSteps steps = new InstanceSteps(clients);
    List<Step> table = new ArrayList<>(steps.common());
    table.addAll(steps.advance());
    return Step.all(
        clients, List.of(SdkSet.JAVA, SdkSet.JAVA_TEA, SdkSet.PYTHON, SdkSet.GO), table);
  }

  @TestFactory
  Stream<DynamicNode> theOldClientHasHmacAndNothingAdvanced() {
    List<Step> table = new ArrayList<>(new InstanceSteps(clients).common());
    table.addAll(new HmacSteps(clients).table());
    return Step.all(clients, List.of(SdkSet.JAVA_OLD), table);
  }
}
