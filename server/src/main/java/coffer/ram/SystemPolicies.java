package coffer.ram;

import coffer.model.ManagedPolicy;
import coffer.model.PolicyName;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The service's own policies: part of the build, the same everywhere, changed by nobody.
final class SystemPolicies {
  private static final Instant WRITTEN = Instant.parse("2026-01-01T00:00:00Z");

  private static final List<String> READS = List.of("Describe*", "List*", "Get*");
  private static final List<String> KEY_CRYPTO =
      List.of(
          "Encrypt",
          "Decrypt",
          "ReEncrypt*",
          "GenerateDataKey*",
          "ExportDataKey",
          "GenerateAndExportDataKey",
          "Asymmetric*",
          "GenerateMac",
          "VerifyMac",
          "GetPublicKey");
  private static final List<String> KEY_ADMINISTRATION =
      List.of(
          "CreateKey",
          "CreateKeyVersion",
          "UpdateKeyDescription",
          "UpdateRotationPolicy",
          "EnableKey",
          "DisableKey",
          "ScheduleKeyDeletion",
          "CancelKeyDeletion",
          "SetDeletionProtection",
          "*Alias",
          "*Aliases*",
          "*KeyMaterial",
          "GetParametersForImport",
          "*KeyPolicy",
          "Describe*Key*",
          "List*Key*",
          "*Tag*");
  private static final List<String> SECRET_ADMINISTRATION =
      List.of("*Secret*", "*RandomPassword", "*Tag*");
  private static final List<String> SECRET_USE =
      List.of("GetSecretValue", "DescribeSecret", "ListSecrets", "ListSecretVersionIds");

  private static final Map<PolicyName, ManagedPolicy> ALL = all();

  private SystemPolicies() {}

  static Optional<ManagedPolicy> find(PolicyName name) {
    return Optional.ofNullable(ALL.get(name));
  }

  static List<ManagedPolicy> list() {
    return List.copyOf(ALL.values());
  }

  private static Map<PolicyName, ManagedPolicy> all() {
    Map<PolicyName, ManagedPolicy> all = new LinkedHashMap<>();
    put(all, "AdministratorAccess", "Everything.", allow(List.of("*")));
    put(
        all,
        "ReadOnlyAccess",
        "Reading, without the values of secrets.",
        allow(List.of("*:Describe*", "*:List*", "*:Get*")),
        deny(List.of("kms:GetSecretValue")));
    put(all, "AliyunKMSFullAccess", "Everything in KMS.", allow(List.of("kms:*")));
    put(
        all,
        "AliyunKMSReadOnlyAccess",
        "Reading in KMS, without the values of secrets.",
        allow(kms(READS)),
        deny(List.of("kms:GetSecretValue")));
    put(
        all,
        "AliyunKMSCryptoAdminAccess",
        "The life of keys and aliases, but not their use.",
        allow(kms(KEY_ADMINISTRATION)),
        deny(kms(KEY_CRYPTO)));
    put(all, "AliyunKMSCryptoUserAccess", "The use of keys.", allow(kms(KEY_CRYPTO)));
    put(
        all,
        "AliyunKMSSecretAdminAccess",
        "The life of secrets, but not their values.",
        allow(kms(SECRET_ADMINISTRATION)),
        deny(List.of("kms:GetSecretValue")));
    put(all, "AliyunKMSSecretUserAccess", "The values of secrets.", allow(kms(SECRET_USE)));
    put(all, "AliyunRAMFullAccess", "Everything in RAM.", allow(List.of("ram:*")));
    put(all, "AliyunRAMReadOnlyAccess", "Reading in RAM.", allow(List.of("ram:Get*", "ram:List*")));
    return Map.copyOf(all);
  }

  private static void put(
      Map<PolicyName, ManagedPolicy> all, String name, String description, String... statements) {
    String document = "{\"Version\":\"1\",\"Statement\":[" + String.join(",", statements) + "]}";
    PolicyName its = new PolicyName(name);
    all.put(its, ManagedPolicy.of(its, description, document, WRITTEN));
  }

  private static List<String> kms(List<String> names) {
    return names.stream().map(name -> "kms:" + name).toList();
  }

  private static String allow(List<String> actions) {
    return statement("Allow", actions);
  }

  private static String deny(List<String> actions) {
    return statement("Deny", actions);
  }

  private static String statement(String effect, List<String> actions) {
    return actions.stream()
        .collect(
            Collectors.joining(
                "\",\"",
                "{\"Effect\":\"" + effect + "\",\"Action\":[\"",
                "\"],\"Resource\":\"*\"}"));
  }
}
