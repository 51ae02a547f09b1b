package coffer.boot;

import coffer.clusters.ClusterService;
import coffer.instances.InstanceService;
import coffer.model.HsmCluster;
import coffer.model.KmsInstance;
import coffer.model.SecretBytes;
import coffer.seal.Sealer;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Connects the bound instances when the server starts.
final class Reconnection {
  private static final Logger LOG = LoggerFactory.getLogger(Reconnection.class);

  private final InstanceService instances;
  private final ClusterService clusters;
  private final Sealer sealer;

  Reconnection(InstanceService instances, ClusterService clusters, Sealer sealer) {
    this.instances = instances;
    this.clusters = clusters;
    this.sealer = sealer;
  }

  void run() {
    instances.page(0, 1000).forEach(this::connect);
  }

  /// The password lives as long as the connection, whose seats are opened again after a loss.
  private void connect(KmsInstance instance) {
    Optional<HsmCluster> cluster = instance.cluster().flatMap(clusters::find);
    if (cluster.isEmpty()) {
      return;
    }
    Optional<SecretBytes> pin =
        instance
            .sealedPassword()
            .flatMap(sealed -> sealer.open(FirstStart.passwordContext(instance.id()), sealed));
    if (pin.isEmpty()) {
      instances.disconnect(instance.id(), "CredentialsNeeded");
      LOG.warn("instance {} needs kmsuser's password: connect it again", instance.id());
      return;
    }
    KmsInstance connected =
        instances.connect(instance.id(), clusters.seats(cluster.get(), pin.get()));
    LOG.info("instance {} is {}", instance.id(), connected.status().wireName());
  }
}
