package coffer.boot;

import coffer.hsm.ClusterHsm;
import coffer.instances.InstanceService;
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
}
