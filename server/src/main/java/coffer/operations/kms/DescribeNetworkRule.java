package coffer.operations.kms;

import coffer.model.ErrorCode;
import coffer.model.NetworkRule;
import coffer.model.NetworkRuleName;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import java.util.Set;

/// Answers what is known of a network rule.
public final class DescribeNetworkRule {
  private DescribeNetworkRule() {}

  /// What is asked.
  public record Request(@Doc("Name of the rule.") NetworkRuleName name) {}

  /// What is answered.
  public record Answer(
      @Doc("ARN of the rule.") String arn,
      @Doc("Private.") String type,
      @Doc("Addresses and CIDR blocks, as a JSON array.") String sourcePrivateIp,
      @Doc("Free text.") String description) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.KMS,
          "DescribeNetworkRule",
          "Answers what is known of a network rule.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          Set.of(ErrorCode.RESOURCE_NOT_FOUND),
          (_, _, request) -> new Target.Named("network", request.name().value()),
          DescribeNetworkRule::perform);

  private static Answer perform(Services services, Call<Request> call) {
    NetworkRule rule =
        services.access().find(view -> view.networkRules().find(call.request().name()));
    return new Answer(
        services.account().arn("network/" + rule.name()),
        CreateNetworkRule.PRIVATE,
        JsonText.array(rule.sourcePrivateIp()),
        rule.description());
  }
}
