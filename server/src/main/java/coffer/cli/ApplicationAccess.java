package coffer.cli;

import coffer.model.SecretBytes;
import coffer.operations.Api;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Connects an application to an instance: network rule, policy, access point and client key, made
/// in turn. All or nothing: when a step fails, what was made is deleted again.
final class ApplicationAccess {
  private static final String KEY_USER = "RbacPermission/Template/CryptoServiceKeyUser";

  /// @param networks addresses and CIDR blocks; none means any address
  record Wanted(String name, String instance, List<String> resources, List<String> networks) {}

  /// @param file content of the client key file; the service gives it once
  record Granted(String clientKeyId, String file) {}

  private final OpenApi api;
  private final Undo undo;

  /// @param undo learns of everything made; the caller may run it later
  ApplicationAccess(OpenApi api, Undo undo) {
    this.api = api;
    this.undo = undo;
  }

  /// Throws `Trouble` that names the failing step; then nothing of it is left.
  Granted create(Wanted wanted, SecretBytes password) {
    String rule = wanted.name() + "-network";
    String policy = wanted.name() + "-policy";
    if (!wanted.networks().isEmpty()) {
      Map<String, Value> parameters = new LinkedHashMap<>();
      parameters.put("Name", Value.of(rule));
      parameters.put("Type", Value.of("Private"));
      parameters.put("SourcePrivateIp", Value.of(Json.text(wanted.networks())));
      step("CreateNetworkRule", parameters);
      undo.add("network rule " + rule, "DeleteNetworkRule", "Name", rule);
    }
    step("CreatePolicy", policy(wanted, policy, rule));
    undo.add("policy " + policy, "DeletePolicy", "Name", policy);
    step(
        "CreateApplicationAccessPoint",
        Map.of(
            "Name", Value.of(wanted.name()),
            "AuthenticationMethod", Value.of("ClientKey"),
            "Policies", Value.of(Json.text(List.of(policy)))));
    undo.add(
        "access point " + wanted.name(), "DeleteApplicationAccessPoint", "Name", wanted.name());
    JsonNode key =
        step(
            "CreateClientKey",
            Map.of("AapName", Value.of(wanted.name()), "Password", new Value.Secret(password)));
    String id = Json.text(key, "ClientKeyId");
    undo.add("client key " + id, "DeleteClientKey", "ClientKeyId", id);
    Map<String, String> file = new LinkedHashMap<>();
    file.put("KeyId", id);
    file.put("PrivateKeyData", Json.text(key, "PrivateKeyData"));
    return new Granted(id, Json.text(file));
  }

  private static Map<String, Value> policy(Wanted wanted, String policy, String rule) {
    Map<String, Value> parameters = new LinkedHashMap<>();
    parameters.put("Name", Value.of(policy));
    parameters.put("KmsInstance", Value.of(wanted.instance()));
    parameters.put("Permissions", Value.of(Json.text(List.of(KEY_USER))));
    parameters.put("Resources", Value.of(Json.text(wanted.resources())));
    if (!wanted.networks().isEmpty()) {
      parameters.put(
          "AccessControlRules", Value.of(Json.text(Map.of("NetworkRules", List.of(rule)))));
    }
    return parameters;
  }

  private JsonNode step(String action, Map<String, Value> parameters) {
    try {
      return api.call(Api.KMS, action, parameters);
    } catch (Refused e) {
      throw new Trouble(action + " was refused: " + e.line() + "\n" + rollback(), e);
    } catch (Trouble e) {
      // Nobody knows whether it was done: naming it is safer than deleting what another made.
      throw new Trouble(
          action + " failed: " + e.getMessage() + "\nIt may have been done. " + rollback(), e);
    }
  }

  private String rollback() {
    List<String> left = undo.run();
    return left.isEmpty()
        ? "What was made before it is deleted again."
        : "Still there, delete by hand: " + String.join("; ", left);
  }
}
