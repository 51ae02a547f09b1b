package coffer.operations.des;

import coffer.model.ClusterId;
import coffer.model.ErrorCode;
import coffer.model.HsmId;
import coffer.model.KmsException;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import java.util.List;
import java.util.Set;

/// Answers what is known of an HSM.
public final class GetInstance {
  private GetInstance() {}

  /// What is asked.
  public record Request(@Doc("Id of the HSM.") String instanceId) {}

  /// What is answered.
  public record Answer(
      @Doc("The HSM.") HsmDescription instance,
      @Doc("What probing found, while an instance is connected to it.") List<Probe> probes) {}

  /// One thing that was tried.
  public record Probe(
      @Doc("What was tried.") String name, @Doc("What came of it.") String result) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.DES,
          "GetInstance",
          "Answers what is known of an HSM.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          Set.of(ErrorCode.RESOURCE_NOT_FOUND),
          (_, _, request) -> new Target.Named("hsm", request.instanceId()),
          GetInstance::perform);

  private static Answer perform(Services services, Call<Request> call) {
    return Clusters.hsms(services).stream()
        .filter(hsm -> hsm.instanceId().equals(call.request().instanceId()))
        .findFirst()
        .map(hsm -> new Answer(hsm, probes(services, hsm)))
        .orElseThrow(() -> new KmsException(ErrorCode.RESOURCE_NOT_FOUND));
  }

  private static List<Probe> probes(Services services, HsmDescription hsm) {
    return hsm.clusterId().map(ClusterId::new).stream()
        .flatMap(cluster -> services.instances().connectionTo(cluster).stream())
        .flatMap(connection -> connection.probes(new HsmId(hsm.instanceId())).stream())
        .map(fact -> new Probe(fact.name(), fact.result()))
        .toList();
  }
}
