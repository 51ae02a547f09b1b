package coffer.operations.des;

import coffer.clusters.ClusterLabels;
import coffer.model.ClusterId;
import coffer.model.ErrorCode;
import coffer.model.KmsException;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Labels a cluster with its network; nothing follows from it.
public final class ConfigClusterSubnet {
  private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");

  private ConfigClusterSubnet() {}

  /// What is asked.
  public record Request(
      @Doc("Id of the cluster.") String clusterId,
      @Doc("Label of a network.") String vpcId,
      @Doc("Labels of its parts, at most 10 in all; they are added to those that are there.")
          List<String> vSwitchIds) {}

  public static final Operation<Request, Done> OPERATION =
      Operation.of(
          Api.DES,
          "ConfigClusterSubnet",
          "Labels a cluster with its network; nothing follows from it.",
          Request.class,
          Done.class,
          Operation.Kind.CHANGE,
          Set.of(ErrorCode.RESOURCE_NOT_FOUND, ErrorCode.LIMIT_EXCEEDED),
          (_, _, request) -> new Target.Named("cluster", request.clusterId()),
          ConfigClusterSubnet::perform);

  private static Done perform(Services services, Call<Request> call) {
    Request request = call.request();
    ClusterId id = Clusters.require(services, request.clusterId()).id();
    requireLabel("VpcId", request.vpcId());
    if (request.vSwitchIds().isEmpty()) {
      throw KmsException.invalid("VSwitchIds", "at least one");
    }
    request.vSwitchIds().forEach(label -> requireLabel("VSwitchIds", label));
    ClusterLabels _ = services.clusters().label(id, old -> with(old, request));
    return new Done();
  }

  private static ClusterLabels with(ClusterLabels old, Request request) {
    List<String> all =
        Stream.concat(old.vSwitchIds().stream(), request.vSwitchIds().stream()).distinct().toList();
    if (all.size() > ClusterLabels.V_SWITCHES_MAX) {
      throw new KmsException(ErrorCode.LIMIT_EXCEEDED);
    }
    return new ClusterLabels(Optional.of(request.vpcId()), all, old.whitelist());
  }

  private static void requireLabel(String parameter, String label) {
    if (!LABEL.matcher(label).matches()) {
      throw KmsException.invalid(
          parameter, "1 to 64 letters, digits, dots, hyphens or underscores");
    }
  }
}
