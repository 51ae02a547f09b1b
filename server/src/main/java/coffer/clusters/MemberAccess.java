package coffer.clusters;

import coffer.hsm.ClusterHsm;
import coffer.hsm.HsmMember;
import coffer.model.ClusterId;
import coffer.model.ClusterMember;
import coffer.model.HsmCluster;
import coffer.model.KmsException;
import coffer.model.SecretBytes;
import java.util.Optional;
import java.util.function.Function;

/// Members of clusters, for steps of their life: lent by the connection that serves, or opened for
/// the step.
final class MemberAccess {
  private static final String PASSWORD = "CryptoUserPassword";

  private final HsmProviders providers;
  private final MemberPins pins;
  private final MemberLogins logins;
  private final Function<ClusterId, Optional<SecretBytes>> kept;
  private final Function<ClusterId, Optional<ClusterHsm>> live;

  /// @param kept kmsuser's password that the instance keeps which is bound to the cluster; the
  ///   caller owns it
  /// @param live the connection of that instance
  MemberAccess(
      HsmProviders providers,
      MemberPins pins,
      MemberLogins logins,
      Function<ClusterId, Optional<SecretBytes>> kept,
      Function<ClusterId, Optional<ClusterHsm>> live) {
    this.providers = providers;
    this.pins = pins;
    this.logins = logins;
    this.kept = kept;
    this.live = live;
  }

  <R> R with(HsmCluster cluster, ClusterMember member, Function<HsmMember, R> step) {
    Optional<HsmMember> serving = serving(cluster, member);
    if (serving.isPresent()) {
      return Refusals.during(PASSWORD, () -> step.apply(serving.get()));
    }
    return alone(cluster, member, step);
  }

  /// On a login of its own, for a member that no connection may use.
  <R> R alone(HsmCluster cluster, ClusterMember member, Function<HsmMember, R> step) {
    try (SecretBytes pin = pin(cluster, member);
        HsmMember opened =
            Refusals.during(
                PASSWORD,
                () -> logins.with(cluster.id(), member.id(), pin, p -> open(member, p)))) {
      return Refusals.during(PASSWORD, () -> step.apply(opened));
    }
  }

  private HsmMember open(ClusterMember member, SecretBytes pin) {
    return providers.of(member.uri()).open(providers.location(member.uri()), pin);
  }

  Optional<HsmMember> serving(HsmCluster cluster, ClusterMember member) {
    return live.apply(cluster.id()).flatMap(connection -> connection.serving(member.id()));
  }

  Optional<ClusterHsm> live(ClusterId cluster) {
    return live.apply(cluster);
  }

  SecretBytes pin(HsmCluster cluster, ClusterMember member) {
    return pins.find(member.id())
        .or(() -> kept.apply(cluster.id()))
        .orElseThrow(() -> KmsException.missing(PASSWORD));
  }
}
