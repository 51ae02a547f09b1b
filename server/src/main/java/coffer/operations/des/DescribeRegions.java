package coffer.operations.des;

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

/// Lists the one region, with the zones that HSMs stand in.
public final class DescribeRegions {
  private static final int LANGUAGE_LENGTH_MAX = 64;

  private DescribeRegions() {}

  /// What is asked.
  public record Request(
      @Doc("Accepted: names are those that the operator gave.") Optional<String> acceptLanguage) {}

  /// What is answered.
  public record Answer(@Doc("The regions.") List<Region> regions) {}

  /// One region.
  public record Region(
      @Doc("Its id.") String regionId,
      @Doc("Its name.") String localName,
      @Doc("Its zones.") List<Zone> zones) {}

  /// One zone.
  public record Zone(
      @Doc("Its id.") String zoneId,
      @Doc("Its name.") String localName,
      @Doc("yes: HSMs in it may join clusters.") String cluster) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.DES,
          "DescribeRegions",
          "Lists the one region, with the zones that HSMs stand in.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          Set.of(),
          (_, _, _) -> new Target.Service(),
          DescribeRegions::perform);

  private static Answer perform(Services services, Call<Request> call) {
    if (call.request().acceptLanguage().filter(l -> l.length() > LANGUAGE_LENGTH_MAX).isPresent()) {
      throw KmsException.invalid("AcceptLanguage", "at most 64 characters");
    }
    String region = services.account().region();
    List<Zone> zones =
        Clusters.hsms(services).stream()
            .map(HsmDescription::zoneId)
            .distinct()
            .sorted()
            .map(zone -> new Zone(zone, zone, "yes"))
            .toList();
    return new Answer(List.of(new Region(region, region, zones)));
  }
}
