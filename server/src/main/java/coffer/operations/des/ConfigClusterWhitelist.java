package coffer.operations.des;

import coffer.clusters.ClusterLabels;
import coffer.model.AddressRange;
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
import java.util.stream.Stream;

/// Keeps the addresses that may reach a cluster's HSMs, as the owner's network has it.
public final class ConfigClusterWhitelist {
  private static final String WHITELIST = "Whitelist";
  private static final int CHARACTERS_MAX = 512;

  private ConfigClusterWhitelist() {}

  /// What is asked.
  public record Request(
      @Doc("Id of the cluster.") String clusterId,
      @Doc("At most 10 addresses or blocks with commas between; empty for all.")
          String whitelist) {}

  public static final Operation<Request, Done> OPERATION =
      Operation.of(
          Api.DES,
          "ConfigClusterWhitelist",
          "Keeps the addresses that may reach a cluster's HSMs; the network enforces them, not this"
              + " service.",
          Request.class,
          Done.class,
          Operation.Kind.CHANGE,
          Set.of(ErrorCode.RESOURCE_NOT_FOUND),
          (_, _, request) -> new Target.Named("cluster", request.clusterId()),
          ConfigClusterWhitelist::perform);

  private static Done perform(Services services, Call<Request> call) {
    ClusterId id = Clusters.require(services, call.request().clusterId()).id();
    List<String> entries = entries(call.request().whitelist());
    ClusterLabels _ =
        services
            .clusters()
            .label(id, old -> new ClusterLabels(old.vpcId(), old.vSwitchIds(), entries));
    return new Done();
  }

  private static List<String> entries(String text) {
    if (text.length() > CHARACTERS_MAX) {
      throw KmsException.invalid(WHITELIST, "it is too long");
    }
    List<String> entries =
        Stream.of(text.split(",", -1))
            .map(String::strip)
            .filter(entry -> !entry.isEmpty())
            .distinct()
            .toList();
    if (entries.size() > ClusterLabels.WHITELIST_MAX) {
      throw KmsException.invalid(WHITELIST, "at most 10 addresses or blocks");
    }
    for (String entry : entries) {
      Optional<AddressRange> range = AddressRange.find(entry);
      if (range.isEmpty() || range.get().bits() == 0) {
        throw KmsException.invalid(
            WHITELIST, "addresses and blocks only, none that holds every address");
      }
    }
    return entries;
  }
}
