package coffer.cli;

import coffer.model.SecretBytes;
import coffer.operations.Api;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import tools.jackson.databind.JsonNode;

/// A user with as many policies as one can have, of which the last allows everything that is
/// measured.
@NullMarked
final class BenchUser {
  private static final int POLICIES = 50;

  private static final String OF_ALL =
      """
      {"Version":"1","Statement":[{"Effect":"Allow","Action":"kms:*","Resource":"*"}]}
      """;

  private BenchUser() {}

  /// @param name new there
  static BenchSigner make(OpenApiClient api, String authority, String name) {
    api.call(Api.RAM, "CreateUser", Map.of("UserName", Value.of(name)));
    for (int i = 1; i <= POLICIES; i++) {
      String policy = name + "-" + i;
      String document = i == POLICIES ? OF_ALL : ofOthers(i);
      api.call(
          Api.RAM,
          "CreatePolicy",
          Map.of("PolicyName", Value.of(policy), "PolicyDocument", Value.of(document)));
      api.call(
          Api.RAM,
          "AttachPolicyToUser",
          Map.of(
              "PolicyType", Value.of("Custom"),
              "PolicyName", Value.of(policy),
              "UserName", Value.of(name)));
    }
    JsonNode key =
        api.call(Api.RAM, "CreateAccessKey", Map.of("UserName", Value.of(name))).path("AccessKey");
    SecretBytes secret =
        SecretBytes.owning(Json.text(key, "AccessKeySecret").getBytes(StandardCharsets.US_ASCII));
    return new BenchSigner(authority, Json.text(key, "AccessKeyId"), secret);
  }

  /// As policies are in real life: about other keys, and under conditions.
  private static String ofOthers(int number) {
    return """
    {"Version":"1","Statement":[
      {"Effect":"Allow","Action":["kms:Encrypt","kms:Decrypt","kms:GenerateDataKey"],
       "Resource":"acs:kms:*:*:key/key-other%1$02d*",
       "Condition":{"IpAddress":{"acs:SourceIp":["10.%1$d.0.0/16","192.0.2.0/24"]}}},
      {"Effect":"Deny","Action":"kms:*Key*","Resource":"acs:kms:*:*:*",
       "Condition":{"StringEquals":{"kms:tag/team":"team-%1$d"}}}]}
    """
        .formatted(number);
  }
}
