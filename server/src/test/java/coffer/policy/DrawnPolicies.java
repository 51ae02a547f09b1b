package coffer.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// Policies, principals, resources and circumstances by chance, out of few enough words that they
/// meet often.
final class DrawnPolicies {
  private static final String ACCOUNT = "1234567890123456";
  private static final String KEYS = "acs:kms:cn-hangzhou:" + ACCOUNT + ":";
  static final List<String> ACTIONS =
      List.of("kms:Encrypt", "kms:Decrypt", "kms:ListKeys", "ram:CreateUser", "sts:AssumeRole");
  static final List<String> RESOURCES =
      List.of(KEYS + "key/key-a", KEYS + "key/key-b", KEYS + "key", KEYS + "alias/x", "*");
  private static final List<String> ACTION_PATTERNS =
      List.of(
          "*", "kms:*", "kms:Enc*", "KMS:encrypt", "kms:?ecrypt", "kms:*crypt", "ram:*", "sts:A*e");
  private static final List<String> RESOURCE_PATTERNS =
      List.of(
          "*",
          "acs:kms:*:*:*",
          "acs:kms:*:*:key/*",
          KEYS + "key/key-a",
          "acs:kms:*:*:key/key-?",
          "acs:kms:cn-*:*:*/x",
          "acs:*:key");
  private static final List<String> SUBJECTS = List.of("user/alice", "user/bob", "role/worker");

  /// In an order that is the same in every run.
  private static final Map<String, List<String>> TEXTS =
      new TreeMap<>(
          Map.of(
              "kms:tag/env", List.of("prod", "Prod", "test", "p*", "pr?d", "7", "12.50"),
              "kms:EncryptionContext:app", List.of("billing", "BILLING", "b*", "?illing", "3"),
              "kms:EncryptionAlgorithm",
                  List.of("SYMMETRIC_DEFAULT", "RSAES_OAEP_SHA_256", "RSA*")));

  private static final List<String> NUMBERS = List.of("7", "3", "12.5", "-1", "12.50");
  private static final List<String> DATES =
      List.of("2026-03-01T12:00:00Z", "2026-03-01T20:00:00+08:00", "2026-03-01T20:01+08:00");
  private static final List<String> RANGES =
      List.of("10.1.2.3", "10.0.0.0/8", "192.168.0.0/16", "::1", "0.0.0.0/0");
  private static final List<String> ORDERS =
      List.of("LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals");

  private final RandomGenerator random;

  DrawnPolicies(RandomGenerator random) {
    this.random = random;
  }

  <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  String document(PolicyKind kind) {
    int count = 1 + random.nextInt(3);
    List<String> statements = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      statements.add(statement(kind));
    }
    return "{\"Version\":\"1\",\"Statement\":[" + String.join(",", statements) + "]}";
  }

  private String statement(PolicyKind kind) {
    List<String> fields = new ArrayList<>();
    fields.add("\"Effect\":\"" + (random.nextInt(4) == 0 ? "Deny" : "Allow") + "\"");
    boolean key = kind == PolicyKind.KEY;
    String action = !key && random.nextInt(8) == 0 ? "NotAction" : "Action";
    List<String> actions =
        key
            ? ACTION_PATTERNS.stream().filter(a -> a.regionMatches(true, 0, "kms:", 0, 4)).toList()
            : ACTION_PATTERNS;
    fields.add("\"" + action + "\":" + values(actions));
    String resource = !key && random.nextInt(8) == 0 ? "NotResource" : "Resource";
    fields.add("\"" + resource + "\":" + (key ? "[\"*\"]" : values(RESOURCE_PATTERNS)));
    if (key) {
      List<String> names = List.of("user/alice", "user/bob", "role/worker", "*", "*", "root");
      fields.add(
          "\"Principal\":{\"RAM\":["
              + drawn(names).stream()
                  .map(name -> "\"acs:ram::" + ACCOUNT + ":" + name + "\"")
                  .collect(Collectors.joining(","))
              + "]}");
    }
    if (random.nextInt(2) == 0) {
      fields.add("\"Condition\":{" + condition() + "}");
    }
    return "{" + String.join(",", fields) + "}";
  }

  private String condition() {
    Map<String, String> byOperator = new TreeMap<>();
    for (int i = random.nextInt(2); i >= 0; i--) {
      String not = random.nextInt(3) == 0 ? "Not" : "";
      String key = pick(List.copyOf(TEXTS.keySet()));
      switch (random.nextInt(6)) {
        case 0 ->
            byOperator.put(
                "String" + not + pick(List.of("Equals", "Like", "EqualsIgnoreCase")),
                "\"" + key + "\":" + values(TEXTS.getOrDefault(key, List.of())));
        case 1 ->
            byOperator.put(
                "Numeric" + (not.isEmpty() ? pick(ORDERS) : pick(List.of("NotEquals", "Equals"))),
                "\"" + key + "\":" + values(NUMBERS));
        case 2 ->
            byOperator.put(
                "Date" + (not.isEmpty() ? pick(ORDERS) : pick(List.of("NotEquals", "Equals"))),
                "\"acs:CurrentTime\":" + values(DATES));
        case 3 ->
            byOperator.put(
                "Bool",
                "\""
                    + pick(List.of("acs:SecureTransport", "acs:MFAPresent"))
                    + "\":"
                    + (random.nextBoolean() ? values(List.of("true", "False")) : "true"));
        default ->
            byOperator.put(
                not.isEmpty() ? "IpAddress" : "NotIpAddress", "\"acs:SourceIp\":" + values(RANGES));
      }
    }
    return byOperator.entrySet().stream()
        .map(entry -> "\"" + entry.getKey() + "\":{" + entry.getValue() + "}")
        .collect(Collectors.joining(","));
  }

  private String values(List<String> from) {
    List<String> drawn = drawn(from);
    return drawn.size() == 1 && random.nextBoolean()
        ? "\"" + drawn.getFirst() + "\""
        : drawn.stream().collect(Collectors.joining("\",\"", "[\"", "\"]"));
  }

  private List<String> drawn(List<String> from) {
    List<String> drawn = new ArrayList<>();
    for (int i = random.nextInt(2); i >= 0; i--) {
      drawn.add(pick(from));
    }
    return drawn;
  }

  NaiveEvaluator.Question question() {
    Map<String, String> context = new HashMap<>();
    context.put("acs:CurrentTime", pick(List.of("2026-03-01T12:00:00Z", "2026-03-01T12:00:30Z")));
    context.put("acs:SecureTransport", String.valueOf(random.nextBoolean()));
    context.put("acs:MFAPresent", String.valueOf(random.nextBoolean()));
    context.put("acs:SourceIp", pick(List.of("10.1.2.3", "192.168.7.7", "8.8.8.8", "::1")));
    TEXTS.forEach((key, values) -> {
      if (random.nextBoolean()) {
        context.put(key, pick(values));
      }
    });
    return new NaiveEvaluator.Question(
        "acs:ram::" + ACCOUNT + ":" + pick(SUBJECTS),
        "acs:ram::" + ACCOUNT + ":*",
        pick(ACTIONS),
        pick(RESOURCES),
        context);
  }

  static PolicyRequest request(NaiveEvaluator.Question question) {
    String name = question.arn().substring(question.arn().lastIndexOf(':') + 1);
    Subject subject =
        name.startsWith("user/")
            ? Subject.user(ACCOUNT, name.substring(5))
            : Subject.role(ACCOUNT, name.substring(5));
    return new PolicyRequest(
        subject, question.action(), question.resource(), key -> value(question, key));
  }

  private static Optional<ContextValue> value(NaiveEvaluator.Question question, String key) {
    return Optional.ofNullable(question.context().get(key))
        .map(text ->
            switch (key) {
              case ConditionKey.CURRENT_TIME ->
                  new ContextValue.Time(java.time.Instant.parse(text));
              case ConditionKey.SECURE_TRANSPORT, ConditionKey.MFA_PRESENT ->
                  new ContextValue.Flag(Boolean.parseBoolean(text));
              case ConditionKey.SOURCE_IP ->
                  new ContextValue.Address(java.net.InetAddress.ofLiteral(text));
              default -> new ContextValue.Text(text);
            });
  }
}
