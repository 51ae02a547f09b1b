package coffer.policy;

import coffer.fuzz.FuzzTarget;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Documents of policies, and what they say then.
public final class PolicyTargets {
  private static final String WHOLE =
      "{\"Version\":\"1\",\"Statement\":[{\"Sid\":\"s\",\"Effect\":\"Allow\",\"Action\":[\"kms:Enc*\"],"
          + "\"Resource\":\"acs:kms:*:*:key/*\",\"Condition\":{\"IpAddress\":{\"acs:SourceIp\":\"10.0.0.0/8\"},"
          + "\"StringLike\":{\"kms:tag/a\":[\"b*\"]},\"DateLessThan\":{\"acs:CurrentTime\":\"2026-01-01T00:00:00Z\"}}}]}";
  private static final String KEY =
      "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"kms:*\",\"Resource\":[\"*\"],"
          + "\"Principal\":{\"RAM\":[\"acs:ram::1234567890123456:user/a\"]}}]}";

  private PolicyTargets() {}

  public static List<FuzzTarget> all() {
    return List.of(
        FuzzTarget.of("policy-document", PolicyDocument.class, PolicyTargets::document)
            .from(WHOLE, KEY)
            .words(
                "*",
                "?",
                "\"Deny\"",
                "NotAction",
                "Bool",
                "acs:",
                "kms:tag/",
                "[",
                "{",
                "null",
                "1e9"));
  }

  /// What compiles can be asked.
  private static void document(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    for (PolicyKind kind : PolicyKind.values()) {
      try {
        PolicySet set = PolicySet.of(PolicyDocument.compile(kind, "p", text));
        Evaluation.decide(
            set,
            Optional.of(set),
            set,
            new PolicyRequest(
                Subject.user("1234567890123456", "a"),
                "kms:Encrypt",
                "acs:kms:cn-hangzhou:1234567890123456:key/key-a",
                _ -> Optional.of(new ContextValue.Text("b"))));
      } catch (coffer.model.KmsException e) {
        if (e.code() != coffer.model.ErrorCode.MALFORMED_POLICY_DOCUMENT) {
          throw e;
        }
      }
    }
  }
}
