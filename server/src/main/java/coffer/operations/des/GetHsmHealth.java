package coffer.operations.des;

import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Answers at one glance how all HSMs are doing.
public final class GetHsmHealth {
  private static final String ACTIVE = "ACTIVE";

  private GetHsmHealth() {}

  /// Nothing is asked.
  public record Request() {}

  /// What is answered.
  public record Answer(
      @Doc("Every HSM.") Hsms hsms,
      @Doc("HSMs that serve.") int serving,
      @Doc("HSMs that belong to a cluster and do not serve.") int failing,
      @Doc("Zones in which one serves.") int zonesServing) {}

  /// A list as clients nest it.
  public record Hsms(@Doc("The HSMs.") List<Entry> hsm) {}

  /// One HSM.
  public record Entry(
      @Doc("Id of the HSM.") String instanceId,
      @Doc("Cluster it belongs to.") Optional<String> clusterId,
      @Doc("Its zone.") String zoneId,
      @Doc("ACTIVE; PENDING before it is in a cluster; FAILURE while it does not serve.")
          String status,
      @Doc("Why it does not serve.") Optional<String> statusReason,
      @Doc("What probing found.") Optional<String> warnings) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.DES,
          "GetHsmHealth",
          "Answers at one glance how all HSMs are doing.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          Set.of(),
          (_, _, _) -> new Target.Named("hsm", "*"),
          GetHsmHealth::perform);

  private static Answer perform(Services services, Call<Request> call) {
    List<HsmDescription> all = Clusters.hsms(services);
    List<HsmDescription> serving = all.stream().filter(hsm -> hsm.status().equals(ACTIVE)).toList();
    long inClusters = all.stream().filter(hsm -> hsm.clusterId().isPresent()).count();
    return new Answer(
        new Hsms(all.stream().map(GetHsmHealth::entry).toList()),
        serving.size(),
        (int) inClusters - serving.size(),
        (int) serving.stream().map(HsmDescription::zoneId).distinct().count());
  }

  private static Entry entry(HsmDescription hsm) {
    return new Entry(
        hsm.instanceId(),
        hsm.clusterId(),
        hsm.zoneId(),
        hsm.status(),
        hsm.statusReason(),
        hsm.warnings());
  }
}
