package coffer.policy;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.testing.Seeds;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EvaluationTest {
  private static final int SEEDS = Integer.getInteger("coffer.policy-seeds", 400);
  private static final int QUESTIONS = 25;
  private static final int POLICIES = 50;
  private static final double MICROS_MAX = 2.0;

  /// Patterns that have to be compared piece by piece take longer.
  private static final int PIECES = 3;

  /// A compiler that is held back makes slower code.
  private static final int FIRST_TIER = 4;

  private static final Subject ALICE = Subject.user("1234567890123456", "alice");
  private static final String KEY_A = "acs:kms:cn-hangzhou:1234567890123456:key/key-a";

  @Test
  void itDecidesAsTheNaiveEvaluatorDoes() {
    Map<Decision.Outcome, Integer> seen = new EnumMap<>(Decision.Outcome.class);
    Seeds.check(
        SEEDS,
        random -> {
          DrawnPolicies drawn = new DrawnPolicies(random);
          List<String> identity = new ArrayList<>();
          for (int i = random.nextInt(4); i > 0; i--) {
            identity.add(drawn.document(PolicyKind.IDENTITY));
          }
          List<String> session =
              random.nextInt(3) == 0 ? List.of(drawn.document(PolicyKind.SESSION)) : List.of();
          List<String> key =
              random.nextBoolean() ? List.of(drawn.document(PolicyKind.KEY)) : List.of();
          NaiveEvaluator.Documents documents = new NaiveEvaluator.Documents(identity, session, key);
          PolicySet identitySet = compiled(PolicyKind.IDENTITY, identity);
          Optional<PolicySet> sessionSet =
              session.isEmpty()
                  ? Optional.empty()
                  : Optional.of(compiled(PolicyKind.SESSION, session));
          PolicySet keySet = compiled(PolicyKind.KEY, key);
          for (int i = 0; i < QUESTIONS; i++) {
            NaiveEvaluator.Question question = drawn.question();
            Decision decision =
                Evaluation.decide(identitySet, sessionSet, keySet, DrawnPolicies.request(question));
            assertThat(decision.outcome())
                .as("%s of %s", question, documents)
                .isEqualTo(NaiveEvaluator.decide(documents, question));
            assertThat(decision.decider().isPresent())
                .isEqualTo(decision.outcome() != Decision.Outcome.IMPLICIT_DENY);
            seen.merge(decision.outcome(), 1, Integer::sum);
          }
        });
    System.out.println("MEASURED policy matrix: " + seen);
    if (Long.getLong("seed") == null && SEEDS >= 400) {
      assertThat(seen).allSatisfy((_, count) -> assertThat(count).isGreaterThan(500)).hasSize(3);
    }
  }

  private static PolicySet compiled(PolicyKind kind, List<String> documents) {
    List<Policy> policies = new ArrayList<>();
    documents.forEach(d -> policies.add(PolicyDocument.compile(kind, "p" + policies.size(), d)));
    return new PolicySet(policies);
  }

  private static Decision decide(String identity, String key, String action) {
    return Evaluation.decide(
        compiled(PolicyKind.IDENTITY, identity.isEmpty() ? List.of() : List.of(identity)),
        Optional.empty(),
        compiled(PolicyKind.KEY, key.isEmpty() ? List.of() : List.of(key)),
        new PolicyRequest(ALICE, action, KEY_A, PolicyContext.EMPTY));
  }

  private static String one(String effect, String rest) {
    return "{\"Version\":\"1\",\"Statement\":[{\"Sid\":\"only\",\"Effect\":\""
        + effect
        + "\","
        + rest
        + "}]}";
  }

  @Test
  void nothingIsAllowedUnlessSomethingAllowsIt() {
    Decision decision = decide("", "", "kms:Encrypt");
    assertThat(decision.outcome()).isEqualTo(Decision.Outcome.IMPLICIT_DENY);
    assertThat(decision.source()).isEqualTo(PolicySource.IDENTITY);
    assertThat(decision.decider()).isEmpty();
  }

  @Test
  void theStatementThatDecidedIsNamed() {
    Decision decision =
        decide(one("Allow", "\"Action\":\"kms:*\",\"Resource\":\"*\""), "", "kms:Encrypt");
    assertThat(decision.isAllowed()).isTrue();
    assertThat(decision.decider()).contains(new Decision.Decider("p0", 1, Optional.of("only")));
  }

  @Test
  void theDefaultKeyPolicyLeavesItToUsersPolicies() {
    String everybody =
        one(
            "Allow",
            "\"Action\":\"kms:*\",\"Resource\":\"*\",\"Principal\":{\"RAM\":[\"acs:ram::1234567890123456:*\"]}");
    assertThat(decide("", everybody, "kms:Encrypt").isAllowed()).isFalse();
    String alice = everybody.replace(":*\"]", ":user/alice\"]");
    assertThat(decide("", alice, "kms:Encrypt").isAllowed()).isTrue();
    assertThat(decide("", alice, "kms:Encrypt").source()).isEqualTo(PolicySource.KEY);
    String deny = everybody.replace("Allow", "Deny");
    assertThat(
            decide(one("Allow", "\"Action\":\"*\",\"Resource\":\"*\""), deny, "kms:Encrypt")
                .outcome())
        .isEqualTo(Decision.Outcome.EXPLICIT_DENY);
  }

  /// In time of the processor, so that what else the machine does is not counted.
  @Test
  void aDecisionAmongFiftyPoliciesTakesTwoMicrosecondsAtMost() {
    requireQuick("%020d", MICROS_MAX);
    requireQuick("%020d*", PIECES * MICROS_MAX);
  }

  /// @param ids of keys that are not asked about, by number
  /// @param microsMax of a decision
  private static void requireQuick(String ids, double microsMax) {
    List<String> documents = new ArrayList<>();
    for (int i = 0; i < POLICIES - 1; i++) {
      documents.add(
          one(
              i % 5 == 0 ? "Deny" : "Allow",
              "\"Action\":[\"kms:Encrypt\",\"kms:Decrypt\",\"kms:Describe*\"],\"Resource\":\"acs:kms:*:*:key/key-"
                  + ids.formatted(i)
                  + "\""));
    }
    documents.add(
        one(
            "Allow",
            "\"Action\":\"kms:*\",\"Resource\":\"acs:kms:*:*:key/*\",\"Condition\":{\"IpAddress\":{\"acs:SourceIp\":\"10.0.0.0/8\"}}"));
    PolicySet policies = compiled(PolicyKind.IDENTITY, documents);
    java.net.InetAddress source = java.net.InetAddress.ofLiteral("10.1.2.3");
    PolicyRequest request =
        new PolicyRequest(
            ALICE, "kms:Encrypt", KEY_A, _ -> Optional.of(new ContextValue.Address(source)));
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    double best = Double.MAX_VALUE;
    for (int round = 0; round < 20; round++) {
      long from = threads.getCurrentThreadCpuTime();
      int allowed = 0;
      for (int i = 0; i < 20_000; i++) {
        if (Evaluation.decide(policies, Optional.empty(), PolicySet.NONE, request).isAllowed()) {
          allowed++;
        }
      }
      best = Math.min(best, (threads.getCurrentThreadCpuTime() - from) / 20_000_000.0);
      assertThat(allowed).isEqualTo(20_000);
    }
    System.out.printf("MEASURED policy decision: %.2f us with %d policies%n", best, POLICIES);
    boolean firstTierOnly =
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .anyMatch(argument -> argument.startsWith("-XX:TieredStopAtLevel"));
    assertThat(best).isLessThanOrEqualTo(firstTierOnly ? FIRST_TIER * microsMax : microsMax);
  }
}
