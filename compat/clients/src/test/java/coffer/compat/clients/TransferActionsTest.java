package coffer.compat.clients;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/// All actions that the transfer clients transfer.
@ExtendWith(Clients.Shared.class)
class TransferActionsTest {
  private final Clients clients;

  TransferActionsTest(Clients clients) {
    this.clients = clients;
  }

  @TestFactory
  Stream<DynamicNode> everyTransferredAction() {
    return Step.all(
        clients,
        List.of(SdkSet.JAVA_TRANSFER, SdkSet.GO_TRANSFER),
        new TransferSteps(clients).table());
  }
}
