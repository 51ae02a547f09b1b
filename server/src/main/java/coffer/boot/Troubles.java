package coffer.boot;

import coffer.hsm.ClusterHsm;
import coffer.instances.InstanceService;
import coffer.model.InstanceStatus;
import coffer.model.KmsInstance;
import java.util.ArrayList;
import java.util.List;

/// Why `/readyz` is red.
final class Troubles {
  private Troubles() {}

  static List<String> of(boolean auditHealthy, InstanceService instances) {
    List<String> troubles = new ArrayList<>();
    if (!auditHealthy) {
      troubles.add("the audit log cannot be written");
    }
    for (KmsInstance instance : instances.page(0, 1000)) {
      if (isIdle(instance)) {
        continue;
      }
      boolean serves =
          instances
              .connection(instance.id())
              .filter(
                  hsm -> hsm.health().stream().anyMatch(m -> m.state() == ClusterHsm.State.SERVING))
              .isPresent();
      if (!serves) {
        troubles.add("no HSM of instance " + instance.id() + " serves");
      }
    }
    return troubles;
  }

  /// Nobody wants it to serve: it has no cluster, or was disconnected.
  private static boolean isIdle(KmsInstance instance) {
    return instance.cluster().isEmpty()
        || (instance.status() == InstanceStatus.DISCONNECTED
            && instance.reason().filter(InstanceService.ON_REQUEST::equals).isPresent());
  }
}
