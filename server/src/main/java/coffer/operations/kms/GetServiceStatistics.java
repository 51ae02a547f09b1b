package coffer.operations.kms;

import coffer.model.KeySpec;
import coffer.model.KeyState;
import coffer.model.WireName;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import coffer.store.KeyFilter;
import coffer.store.KeyFilter.Attribute;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Counts what the service holds.
public final class GetServiceStatistics {
  private GetServiceStatistics() {}

  /// Nothing is asked.
  public record Request() {}

  /// What is answered.
  public record Answer(
      @Doc("Keys of the account, those in their deletion window among them.") long keyCount,
      @Doc("Keys by state.") States keyStates,
      @Doc("Keys by spec.") Specs keySpecs,
      @Doc("Aliases.") long aliasCount,
      @Doc("Dedicated instances.") long instanceCount,
      @Doc("HSM clusters.") long clusterCount,
      @Doc("Users of RAM.") int userCount,
      @Doc("Number of the newest audit record.") long auditSequence) {}

  /// A list as clients nest it.
  public record States(@Doc("The counts.") List<Count> state) {}

  /// A list as clients nest it.
  public record Specs(@Doc("The counts.") List<Count> spec) {}

  /// How many there are of one kind.
  public record Count(@Doc("Which.") String name, @Doc("How many.") long count) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.KMS,
          "GetServiceStatistics",
          "Counts what the service holds.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          Set.of(),
          (_, _, _) -> new Target.Service(),
          GetServiceStatistics::perform);

  private static Answer perform(Services services, Call<Request> call) {
    return new Answer(
        services.keys().count(),
        new States(
            counts(
                services,
                Attribute.STATE,
                Arrays.stream(KeyState.values()).filter(state -> state != KeyState.DESTROYING))),
        new Specs(counts(services, Attribute.SPEC, Arrays.stream(KeySpec.values()))),
        services.keys().aliases().count(),
        services.instances().count(),
        services.clusters().count(),
        services.ram().users().all().size(),
        services.notary().auditMark().sequence());
  }

  /// Those that there are any of.
  private static List<Count> counts(
      Services services, Attribute attribute, Stream<? extends WireName> names) {
    return names
        .map(WireName::wireName)
        .map(name ->
            new Count(name, services.keys().count(new KeyFilter(Map.of(attribute, Set.of(name))))))
        .filter(count -> count.count() > 0)
        .toList();
  }
}
