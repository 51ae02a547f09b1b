package coffer.operations.kms;

import coffer.operations.Api;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Target;
import java.util.List;
import java.util.Set;

/// Lists the one region.
public final class DescribeRegions {
  private DescribeRegions() {}

  /// What is asked.
  public record Request() {}

  /// What is answered.
  public record Answer(@Doc("The regions.") Regions regions) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.KMS,
          "DescribeRegions",
          "Lists the one region.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          Set.of(),
          (_, _, _) -> new Target.Service(),
          (services, _) ->
              new Answer(new Regions(List.of(new Entry(services.account().region())))));

  /// A list as clients nest it.
  public record Regions(@Doc("The regions.") List<Entry> region) {}

  /// One region.
  public record Entry(@Doc("Its name.") String regionId) {}
}
