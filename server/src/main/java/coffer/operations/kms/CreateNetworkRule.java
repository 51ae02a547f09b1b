package coffer.operations.kms;

import coffer.model.ErrorCode;
import coffer.model.KmsException;
import coffer.model.NetworkRule;
import coffer.model.NetworkRuleName;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Creates a network rule.
public final class CreateNetworkRule {
  static final String PRIVATE = "Private";

  private CreateNetworkRule() {}

  /// What is asked.
  public record Request(
      @Doc("Name of the rule.") NetworkRuleName name,
      @Doc("Private, the only type.") String type,
      @Doc("Addresses and CIDR blocks that calls may come from; none admits nobody.")
          Optional<List<String>> sourcePrivateIp,
      @Doc("Free text.") Optional<String> description) {}

  /// What is answered.
  public record Answer(
      @Doc("ARN of the rule.") String arn,
      @Doc("Name of the rule.") String name,
      @Doc("Private.") String type,
      @Doc("Addresses and CIDR blocks, as a JSON array.") String sourcePrivateIp,
      @Doc("Free text.") String description) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.KMS,
          "CreateNetworkRule",
          "Creates a rule that names the addresses calls may come from.",
          Request.class,
          Answer.class,
          Operation.Kind.CHANGE,
          Set.of(ErrorCode.RESOURCE_EXIST),
          (_, _, request) -> new Target.Named("network", request.name().value()),
          CreateNetworkRule::perform);

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    if (!request.type().equals(PRIVATE)) {
      throw KmsException.invalid("Type", "only Private is served");
    }
    NetworkRule rule =
        services
            .access()
            .createRule(
                request.name(),
                request.sourcePrivateIp().orElse(List.of()),
                request.description().orElse(""));
    return new Answer(
        services.account().arn("network/" + rule.name()),
        rule.name().value(),
        PRIVATE,
        JsonText.array(rule.sourcePrivateIp()),
        rule.description());
  }
}
