package coffer.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.model.ErrorCode;
import coffer.model.KmsException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyDocumentTest {
  private static final String GOOD = "\"Effect\":\"Allow\",\"Action\":\"kms:*\",\"Resource\":\"*\"";

  private static String statement(String fields) {
    return "{\"Version\":\"1\",\"Statement\":[{" + fields + "}]}";
  }

  @Test
  void theDocumentedFormsAreTaken() {
    for (String fields :
        List.of(
            GOOD,
            "\"Sid\":\"a b\"," + GOOD,
            "\"Effect\":\"Deny\",\"NotAction\":[\"kms:Get*\",\"ram:?\"],\"Resource\":[\"acs:kms:*:*:key/*\"]",
            "\"Effect\":\"Deny\",\"Action\":\"*\",\"NotResource\":\"acs:kms:*:*:key/a\"",
            GOOD + ",\"Condition\":{\"Bool\":{\"acs:MFAPresent\":true}}",
            GOOD + ",\"Condition\":{\"NumericLessThan\":{\"kms:tag/size\":[1,2.5]}}",
            GOOD + ",\"Condition\":{\"StringLike\":{\"ecs:tag/x\":\"*\"}}",
            GOOD
                + ",\"Condition\":{\"IpAddress\":{\"acs:sourceip\":[\"10.0.0.0/8\",\"::1\"]},\"DateLessThan\":{\"acs:CurrentTime\":\"2026-01-01T00:00+08:00\"}}")) {
      assertThat(PolicyDocument.compile(PolicyKind.IDENTITY, "p", statement(fields)).statements())
          .as(fields)
          .hasSize(1);
    }
    PolicyDocument.compile(
        PolicyKind.IDENTITY, "p", "{\"Version\":\"1\",\"Statement\":{" + GOOD + "}}");
    PolicyDocument.compile(
        PolicyKind.KEY,
        "p",
        statement(
            GOOD.replace("\"*\"", "[\"*\"]")
                + ",\"Principal\":{\"RAM\":[\"acs:ram::1:*\",\"acs:ram::1:user/a\"]}"));
    PolicyDocument.compile(
        PolicyKind.TRUST,
        "p",
        statement(
            "\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Principal\":{\"RAM\":\"acs:ram::1:root\"}"));
  }

  @Test
  void whatIsNotUnderstoodIsRefused() {
    String key = GOOD + ",\"Principal\":{\"RAM\":[\"acs:ram::1:*\"]}";
    for (String document :
        List.of(
            "",
            " ",
            "[]",
            "{}",
            "{\"Version\":\"1\"}",
            "{\"Version\":\"1\",\"Statement\":[]}",
            "{\"Version\":\"2\",\"Statement\":[{" + GOOD + "}]}",
            "{\"Version\":\"1\",\"Statement\":[{" + GOOD + "}],\"Id\":\"x\"}",
            statement(GOOD) + "x",
            statement(GOOD + ",\"Effect\":\"Deny\""),
            statement(GOOD + ",\"NotAction\":\"kms:*\""),
            statement(GOOD + ",\"Conditions\":{}"),
            statement(GOOD + ",\"Principal\":{\"RAM\":[\"acs:ram::1:*\"]}"),
            statement(GOOD.replace("Allow", "allow")),
            statement(GOOD.replace("kms:*", "kms")),
            statement(GOOD.replace("kms:*", "k*s:Encrypt")),
            statement(GOOD.replace("\"Resource\":\"*\"", "\"Resource\":\"key/a\"")),
            statement(GOOD.replace("\"Resource\":\"*\"", "\"Resource\":[]")),
            statement(GOOD.replace("\"Resource\":\"*\"", "\"Resource\":[null]")),
            statement(GOOD + ",\"Sid\":\"\\\"\""),
            statement(GOOD + ",\"Condition\":[]"),
            statement(GOOD + ",\"Condition\":{\"Bool\":true}"),
            statement(GOOD + ",\"Condition\":{\"Bool\":{\"acs:MFAPresent\":\"maybe\"}}"),
            statement(GOOD + ",\"Condition\":{\"IsTrue\":{\"acs:MFAPresent\":\"true\"}}"),
            statement(GOOD + ",\"Condition\":{\"Bool\":{\"acs:MfaPresents\":\"true\"}}"),
            statement(GOOD + ",\"Condition\":{\"Bool\":{\"kms:tags/a\":\"true\"}}"),
            statement(GOOD + ",\"Condition\":{\"IpAddress\":{\"acs:SourceIp\":\"localhost\"}}"),
            statement(GOOD + ",\"Condition\":{\"NumericEquals\":{\"kms:tag/a\":\"1e9\"}}"),
            statement(GOOD + ",\"Condition\":{\"DateEquals\":{\"acs:CurrentTime\":\"2026\"}}"),
            statement(GOOD + " ".repeat(7_000)))) {
      assertRefused(PolicyKind.IDENTITY, document);
    }
    for (String fields :
        List.of(
            GOOD,
            key.replace("\"Resource\":\"*\"", "\"Resource\":\"acs:kms:*:*:key/a\""),
            key.replace("kms:*", "ram:*"),
            key.replace("acs:ram::1:*", "*"),
            key.replace("\"RAM\"", "\"Service\""),
            key.replace("acs:ram::1:*", "acs:ram::1:user/*"))) {
      assertRefused(PolicyKind.KEY, statement(fields));
    }
    assertRefused(PolicyKind.TRUST, statement(key));
    assertRefused(PolicyKind.SESSION, statement(GOOD + " ".repeat(2_048)));
  }

  private static void assertRefused(PolicyKind kind, String document) {
    assertThatThrownBy(() -> PolicyDocument.compile(kind, "p", document))
        .as(document)
        .isInstanceOfSatisfying(
            KmsException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.MALFORMED_POLICY_DOCUMENT));
  }

  @Test
  void wildcardsMatchAnyRunAndAnyOne() {
    assertThat(Wildcard.of("a*c").matches("ac")).isTrue();
    assertThat(Wildcard.of("a*c").matches("abbc")).isTrue();
    assertThat(Wildcard.of("a*c").matches("ab")).isFalse();
    assertThat(Wildcard.of("ab*ba").matches("aba")).isFalse();
    assertThat(Wildcard.of("a?c").matches("abc")).isTrue();
    assertThat(Wildcard.of("a?c").matches("ac")).isFalse();
    assertThat(Wildcard.of("*a*b?").matches("xxaxabbz")).isTrue();
    assertThat(Wildcard.of("**").matches("")).isTrue();
    assertThat(Wildcard.of("?").matches("")).isFalse();
    assertThat(Wildcard.of("").matches("")).isTrue();
    assertThat(Wildcard.of("*".repeat(200) + "b").matches("a".repeat(5_000))).isFalse();
  }
}
