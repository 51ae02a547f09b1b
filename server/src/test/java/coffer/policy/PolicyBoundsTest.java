package coffer.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.model.ErrorCode;
import coffer.model.KmsException;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The last value that is taken, and the first that is not; and where comparisons turn.
class PolicyBoundsTest {
  private static final Subject ALICE = Subject.user("1234567890123456", "alice");
  private static final String ANY = "\"Action\":\"kms:*\",\"Resource\":\"*\"";
  private static final String EVERYBODY = ",\"Principal\":{\"RAM\":[\"acs:ram::1:*\"]}";

  private static Policy compile(PolicyKind kind, String fields) {
    String document = "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\"," + fields + "}]}";
    return PolicyDocument.compile(kind, "p", document);
  }

  private static void taken(PolicyKind kind, String fields) {
    assertThat(compile(kind, fields).statements()).hasSize(1);
  }

  private static void refused(PolicyKind kind, String fields, String why) {
    assertThatThrownBy(() -> compile(kind, fields))
        .isInstanceOfSatisfying(
            KmsException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.MALFORMED_POLICY_DOCUMENT))
        .hasMessageContaining(why);
  }

  private static String condition(String operator, String key, String values) {
    return ANY + ",\"Condition\":{\"" + operator + "\":{\"" + key + "\":" + values + "}}";
  }

  private static String times(int count, String each) {
    return IntStream.range(0, count)
        .mapToObj(i -> each.replace("#", "" + i))
        .collect(Collectors.joining(","));
  }

  @Test
  void aStatementTakesTwoHundredValues() {
    for (PolicyKind kind : List.of(PolicyKind.IDENTITY, PolicyKind.KEY)) {
      String who = kind == PolicyKind.KEY ? EVERYBODY : "";
      String actions = "\"Resource\":\"*\",\"Action\":[%s]" + who;
      taken(kind, actions.formatted(times(200, "\"kms:A#\"")));
      refused(kind, actions.formatted(times(201, "\"kms:A#\"")), "Action needs 1 to 200 values");
    }
  }

  @Test
  void conditionsAreBoundedInNumberAndLength() {
    String many = ANY + ",\"Condition\":{\"Bool\":{%s}}";
    taken(PolicyKind.IDENTITY, many.formatted(times(100, "\"kms:tag/t#\":true")));
    refused(
        PolicyKind.IDENTITY,
        many.formatted(times(101, "\"kms:tag/t#\":true")),
        "too many conditions");
    String tag = "kms:tag/";
    String longest = tag + "t".repeat(256 - tag.length());
    taken(PolicyKind.IDENTITY, condition("Bool", longest, "true"));
    refused(PolicyKind.IDENTITY, condition("Bool", longest + "t", "true"), "not known");
    refused(PolicyKind.IDENTITY, condition("Bool", "acs:Moon", "true"), "not known");
    refused(PolicyKind.IDENTITY, condition("Near", "acs:CurrentTime", "true"), "not known");
    refused(PolicyKind.IDENTITY, condition("Bool", "kms:tag/", "true"), "not known");
    refused(PolicyKind.IDENTITY, condition("Bool", "moon", "true"), "not known");
    refused(PolicyKind.IDENTITY, condition("Bool", ":moon", "true"), "not known");
    taken(PolicyKind.IDENTITY, condition("Bool", "e:moon", "true"));
  }

  @Test
  void valuesAreTextsNumbersAndFlagsOfBoundedLength() {
    String longest = "\"" + "x".repeat(8_192) + "\"";
    taken(PolicyKind.KEY, condition("StringEquals", "kms:tag/a", longest) + EVERYBODY);
    refused(
        PolicyKind.KEY,
        condition("StringEquals", "kms:tag/a", "\"x" + longest.substring(1)) + EVERYBODY,
        "too long");
    for (String nothing : List.of("null", "{}", "[[]]", "[\"a\",null]", "{\"a\":\"b\"}")) {
      refused(PolicyKind.IDENTITY, condition("StringEquals", "kms:tag/a", nothing), "is no text");
    }
    refused(PolicyKind.IDENTITY, condition("StringEquals", "kms:tag/a", "[]"), "1 to 200 values");
  }

  @Test
  void aPolicyOfAKeyIsAboutKmsAndNamesItsPrincipals() {
    taken(PolicyKind.KEY, ANY + EVERYBODY);
    taken(PolicyKind.KEY, ANY.replace("kms:*", "KMS:Encrypt") + EVERYBODY);
    refused(PolicyKind.KEY, ANY.replace("kms:*", "*:Encrypt") + EVERYBODY, "begin with kms:");
    refused(PolicyKind.KEY, ANY.replace("kms:*", "ram:*") + EVERYBODY, "begin with kms:");
    refused(PolicyKind.KEY, ANY.replace("\"Action", "\"NotAction") + EVERYBODY, "NotAction is not");
    refused(
        PolicyKind.KEY, ANY.replace("\"Resource", "\"NotResource") + EVERYBODY, "Resource must be");
    refused(PolicyKind.KEY, ANY, "Principal must be");
    refused(PolicyKind.KEY, ANY + ",\"Principal\":\"*\"", "Principal must be");
    refused(
        PolicyKind.KEY,
        ANY + ",\"Principal\":{\"RAM\":[\"acs:ram::1:*\"],\"Service\":[\"x\"]}",
        "Principal must be");
    refused(PolicyKind.KEY, ANY + EVERYBODY.replace("1:*", "x:*"), "Principal must be acs:ram");
    refused(PolicyKind.IDENTITY, ANY + EVERYBODY, "Principal is not for this policy");
    refused(PolicyKind.TRUST, "\"Action\":\"sts:AssumeRole\",\"Resource\":\"*\"", "not for this");
    refused(
        PolicyKind.TRUST, "\"Action\":\"sts:AssumeRole\",\"NotResource\":\"*\"", "not for this");
  }

  @Test
  void aPolicyIsNoLongerThanItMayBe() {
    for (PolicyKind kind : List.of(PolicyKind.IDENTITY, PolicyKind.SESSION)) {
      int most = longest(kind);
      String frame = "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\"," + ANY + "}]}";
      String padded = frame + " ".repeat(most - frame.length());
      assertThat(PolicyDocument.compile(kind, "p", padded).statements()).hasSize(1);
      assertThatThrownBy(() -> PolicyDocument.compile(kind, "p", padded + " "))
          .isInstanceOf(KmsException.class);
    }
  }

  /// Found by halving.
  private static int longest(PolicyKind kind) {
    String frame = "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\"," + ANY + "}]}";
    int good = frame.length();
    int bad = 100_000;
    while (bad - good > 1) {
      int middle = (good + bad) / 2;
      try {
        PolicyDocument.compile(kind, "p", frame + " ".repeat(middle - frame.length()));
        good = middle;
      } catch (KmsException e) {
        bad = middle;
      }
    }
    assertThat(good).isEqualTo(kind == PolicyKind.SESSION ? 2_048 : 6_144);
    return good;
  }

  private static boolean allows(String operator, String key, String named, ContextValue value) {
    PolicySet policy = PolicySet.of(compile(PolicyKind.IDENTITY, condition(operator, key, named)));
    PolicyRequest request =
        new PolicyRequest(ALICE, "kms:Encrypt", "acs:kms:r:1:key/a", _ -> Optional.of(value));
    return Evaluation.decide(policy, Optional.empty(), PolicySet.NONE, request).isAllowed();
  }

  /// Which of less, equal and greater an operator lets through.
  private static String turns(
      String kind, String operator, List<ContextValue> values, String named) {
    List<String> through = new ArrayList<>();
    List<String> names = List.of("less", "equal", "greater");
    for (int i = 0; i < names.size(); i++) {
      if (allows(kind + operator, "kms:tag/a", named, values.get(i))) {
        through.add(names.get(i));
      }
    }
    return String.join(" ", through);
  }

  @Test
  void comparisonsTurnWhereTheyEqual() {
    List<ContextValue> numbers =
        List.of(
            new ContextValue.Text("6.999999999"),
            new ContextValue.Text("7.0"),
            new ContextValue.Text("7.000000001"));
    Instant noon = Instant.parse("2026-03-01T12:00:00Z");
    List<ContextValue> dates =
        List.of(
            new ContextValue.Time(noon.minusNanos(1)),
            new ContextValue.Text("2026-03-01T20:00+08:00"),
            new ContextValue.Time(noon.plusNanos(1)));
    for (String kind : List.of("Numeric", "Date")) {
      List<ContextValue> values = kind.equals("Date") ? dates : numbers;
      String named = kind.equals("Date") ? "\"2026-03-01T12:00:00Z\"" : "7";
      assertThat(turns(kind, "LessThan", values, named)).isEqualTo("less");
      assertThat(turns(kind, "LessThanEquals", values, named)).isEqualTo("less equal");
      assertThat(turns(kind, "GreaterThan", values, named)).isEqualTo("greater");
      assertThat(turns(kind, "GreaterThanEquals", values, named)).isEqualTo("equal greater");
      assertThat(turns(kind, "Equals", values, named)).isEqualTo("equal");
      assertThat(turns(kind, "NotEquals", values, named)).isEqualTo("less greater");
    }
  }

  @Test
  void whatIsOfAnotherKindNeverCompares() {
    ContextValue text = new ContextValue.Text("soon");
    assertThat(allows("NumericLessThan", "kms:tag/a", "7", text)).isFalse();
    assertThat(allows("DateLessThan", "kms:tag/a", "\"2026-03-01T12:00:00Z\"", text)).isFalse();
    assertThat(allows("Bool", "kms:tag/a", "false", text)).isFalse();
    assertThat(allows("Bool", "kms:tag/a", "false", new ContextValue.Text("False"))).isTrue();
    assertThat(allows("Bool", "kms:tag/a", "true", new ContextValue.Flag(true))).isTrue();
    assertThat(allows("Bool", "kms:tag/a", "true", new ContextValue.Flag(false))).isFalse();
    InetAddress address = InetAddress.ofLiteral("10.1.2.3");
    String range = "\"10.1.0.0/16\"";
    assertThat(allows("IpAddress", "acs:SourceIp", range, new ContextValue.Address(address)))
        .isTrue();
    assertThat(allows("IpAddress", "acs:SourceIp", range, new ContextValue.Text("10.1.2.3")))
        .isFalse();
    ContextValue written = new ContextValue.Address(address);
    assertThat(allows("StringEquals", "acs:SourceIp", "\"10.1.2.3\"", written)).isTrue();
  }

  @Test
  void aDateOfMoreThanFortyCharactersIsNone() {
    String longest = "2026-03-01T12:00:00.123456789+08:00:00";
    assertThat(Literals.time(longest)).isPresent();
    assertThat(Literals.time("0".repeat(41))).isEmpty();
    assertThat(Literals.number("1".repeat(18))).isPresent();
    assertThat(Literals.number("1".repeat(19))).isEmpty();
  }
}
