package coffer.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Whom a role's document lets take the role on.
class TrustTest {
  private static final Subject ALICE = Subject.user("1234567890123456", "alice");
  private static final Subject BOB = Subject.user("1234567890123456", "bob");
  private static final Subject WORKER = Subject.role("1234567890123456", "worker");
  private static final Subject ROOT = Subject.root("1234567890123456");
  private static final Subject STRANGER = Subject.user("6543210987654321", "alice");
  private static final List<Subject> ALL = List.of(ALICE, BOB, WORKER, ROOT, STRANGER);

  private static String statement(String effect, String principal) {
    return "{\"Effect\":\""
        + effect
        + "\",\"Action\":\"sts:AssumeRole\",\"Principal\":{\"RAM\":[\"acs:ram::"
        + principal
        + "\"]}}";
  }

  private static List<Subject> trusted(String... statements) {
    PolicySet trust =
        PolicySet.of(
            PolicyDocument.compile(
                PolicyKind.TRUST,
                "role",
                "{\"Version\":\"1\",\"Statement\":[" + String.join(",", statements) + "]}"));
    assertThat(trust.policies()).hasSize(1);
    return ALL.stream().filter(subject -> decide(trust, subject).isAllowed()).toList();
  }

  private static Decision decide(PolicySet trust, Subject subject) {
    return Evaluation.trusts(
        trust,
        new PolicyRequest(
            subject, "sts:AssumeRole", "acs:ram::1234567890123456:role/r", PolicyContext.EMPTY));
  }

  @Test
  void onlyWhoIsNamedIsTrusted() {
    assertThat(trusted(statement("Allow", "1234567890123456:user/alice"))).containsExactly(ALICE);
    assertThat(trusted(statement("Allow", "1234567890123456:role/worker"))).containsExactly(WORKER);
    assertThat(trusted(statement("Allow", "6543210987654321:user/alice")))
        .containsExactly(STRANGER);
    for (String account : List.of("root", "*")) {
      assertThat(trusted(statement("Allow", "1234567890123456:" + account)))
          .containsExactly(ALICE, BOB, WORKER, ROOT);
    }
  }

  @Test
  void aDenialIsTheEndForWhomItNames() {
    String everybody = statement("Allow", "1234567890123456:root");
    assertThat(trusted(everybody, statement("Deny", "1234567890123456:user/alice")))
        .containsExactly(BOB, WORKER, ROOT);
    for (String account : List.of("root", "*")) {
      assertThat(trusted(everybody, statement("Deny", "1234567890123456:" + account))).isEmpty();
    }
  }

  @Test
  void silenceIsTheTrustPolicys() {
    String alice = statement("Allow", "1234567890123456:user/alice");
    PolicySet trust =
        PolicySet.of(
            PolicyDocument.compile(
                PolicyKind.TRUST, "role", "{\"Version\":\"1\",\"Statement\":[" + alice + "]}"));
    Decision decision = decide(trust, BOB);
    assertThat(decision.outcome()).isEqualTo(Decision.Outcome.IMPLICIT_DENY);
    assertThat(decision.source()).isEqualTo(PolicySource.TRUST);
    assertThat(decision.decider()).isEmpty();
  }

  @Test
  void wildcardsMatchAsAPlainSearchDoes() {
    List<String> words = List.of("", "a", "b", "ab", "ba", "aab", "aba", "abb", "bab", "abab");
    List<String> parts = List.of("*", "?", "a", "b", "a*", "*b", "?b", "a?", "*a*");
    for (String first : parts) {
      for (String second : parts) {
        String pattern = first + second;
        String regex =
            pattern
                .chars()
                .mapToObj(c -> c == '*' ? ".*" : c == '?' ? "." : Character.toString(c))
                .collect(Collectors.joining());
        for (String word : words) {
          assertThat(Wildcard.of(pattern).matches(word))
              .as("%s, %s", pattern, word)
              .isEqualTo(word.matches(regex));
        }
      }
    }
    assertThat(Wildcard.of("a*b").toString()).isEqualTo("a*b");
  }
}
