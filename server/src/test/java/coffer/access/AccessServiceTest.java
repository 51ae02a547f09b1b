package coffer.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import coffer.model.AccessPointName;
import coffer.model.AccessPolicyName;
import coffer.model.ClientKeyId;
import coffer.model.ErrorCode;
import coffer.model.KmsException;
import coffer.model.KmsInstanceId;
import coffer.model.NetworkRuleName;
import coffer.model.SecretBytes;
import coffer.operations.House;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessServiceTest {
  @TempDir static Path directory;
  private static House house;

  @BeforeAll
  static void build() {
    house = new House(directory);
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @Test
  void whatExistsIsNotMadeTwice() {
    house.application("twice");
    rule("twice", List.of());
    assertThat(code(() -> rule("twice", List.of()))).isEqualTo(ErrorCode.RESOURCE_EXIST);
    assertThat(code(() -> policy("policy-twice"))).isEqualTo(ErrorCode.RESOURCE_EXIST);
    assertThat(code(() -> point("point-twice", "policy-twice")))
        .isEqualTo(ErrorCode.RESOURCE_EXIST);
  }

  @Test
  void whatIsMissingCannotBeNamedOrDeleted() {
    AccessPolicyName nothing = new AccessPolicyName("nothing");
    assertThat(code(() -> policy("with-nothing", "nothing")))
        .isEqualTo(ErrorCode.RESOURCE_NOT_FOUND);
    assertThat(code(() -> point("with-nothing", "nothing")))
        .isEqualTo(ErrorCode.RESOURCE_NOT_FOUND);
    assertThat(code(() -> house.clientKey(new AccessPointName("nothing"))))
        .isEqualTo(ErrorCode.RESOURCE_NOT_FOUND);
    assertThat(code(() -> house.access.deleteRule(new NetworkRuleName("nothing"))))
        .isEqualTo(ErrorCode.RESOURCE_NOT_FOUND);
    assertThat(code(() -> house.access.deletePolicy(nothing)))
        .isEqualTo(ErrorCode.RESOURCE_NOT_FOUND);
    assertThat(code(() -> house.access.deleteAccessPoint(new AccessPointName("nothing"))))
        .isEqualTo(ErrorCode.RESOURCE_NOT_FOUND);
    ClientKeyId unknown = new ClientKeyId("KAAP.00000000-0000-0000-0000-000000000000");
    assertThat(code(() -> house.access.deleteClientKey(unknown)))
        .isEqualTo(ErrorCode.RESOURCE_NOT_FOUND);
  }

  @Test
  void whatIsInUseIsNotDeletedAndGoesFromTheTopDown() {
    rule("used", List.of("10.0.0.0/8"));
    policy("used", "used");
    point("used", "used");
    ClientKeyId key = house.clientKey(new AccessPointName("used"));
    assertThat(code(() -> house.access.deleteRule(new NetworkRuleName("used"))))
        .isEqualTo(ErrorCode.RESOURCE_IN_USE);
    assertThat(code(() -> house.access.deletePolicy(new AccessPolicyName("used"))))
        .isEqualTo(ErrorCode.RESOURCE_IN_USE);
    assertThat(code(() -> house.access.deleteAccessPoint(new AccessPointName("used"))))
        .isEqualTo(ErrorCode.RESOURCE_IN_USE);
    house.access.deleteClientKey(key);
    house.access.deleteAccessPoint(new AccessPointName("used"));
    house.access.deletePolicy(new AccessPolicyName("used"));
    house.access.deleteRule(new NetworkRuleName("used"));
    rule("used", List.of());
  }

  @Test
  void policiesOfTwoInstancesDoNotMeetInOneAccessPoint() {
    policy("mine");
    house.instances.create(House.OTHER_INSTANCE, "instance-2");
    house.access.createPolicy(
        new AccessPolicyName("theirs"),
        House.OTHER_INSTANCE,
        List.of(House.KEY_USER),
        List.of("key/*"),
        List.of(),
        "");
    assertThat(code(() -> point("two-instances", "mine", "theirs")))
        .isEqualTo(ErrorCode.INVALID_PARAMETER);
  }

  @Test
  void listsHaveTheirBounds() {
    policy("p1");
    policy("p2");
    policy("p3");
    policy("p4");
    point("three", "p1", "p2", "p3");
    assertThat(code(() -> point("none"))).isEqualTo(ErrorCode.INVALID_PARAMETER);
    assertThat(code(() -> point("four", "p1", "p2", "p3", "p4")))
        .isEqualTo(ErrorCode.INVALID_PARAMETER);
    assertThat(code(() -> point("same", "p1", "p1"))).isEqualTo(ErrorCode.INVALID_PARAMETER);
    rule("forty", Collections.nCopies(40, "10.0.0.1"));
    assertThat(code(() -> rule("forty-one", Collections.nCopies(41, "10.0.0.1"))))
        .isEqualTo(ErrorCode.INVALID_PARAMETER);
    assertThat(code(() -> rule("host", List.of("localhost"))))
        .isEqualTo(ErrorCode.INVALID_PARAMETER);
    String longText = "x".repeat(8193);
    assertThat(code(() -> house.access.createRule(new NetworkRuleName("d"), List.of(), longText)))
        .isEqualTo(ErrorCode.INVALID_PARAMETER);
  }

  @Test
  void permissionsAndResourcesHaveTheirShape() {
    for (List<String> permissions :
        List.of(
            List.<String>of(),
            List.of("kms:Encrypt"),
            List.of(House.KEY_USER, "x"),
            Collections.nCopies(3, House.KEY_USER))) {
      assertThat(code(() -> policy(permissions, List.of("key/*"))))
          .as("%s", permissions)
          .isEqualTo(ErrorCode.INVALID_PARAMETER);
    }
    for (String resource :
        List.of("", "*", "key", "key/", "keys/*", "key/a b", "key/**", "role/x", "key/\n")) {
      assertThat(code(() -> policy(List.of(House.KEY_USER), List.of(resource))))
          .as(resource)
          .isEqualTo(ErrorCode.INVALID_PARAMETER);
    }
    assertThat(code(() -> policy(List.of(House.KEY_USER), List.of())))
        .isEqualTo(ErrorCode.INVALID_PARAMETER);
    assertThat(code(() -> policy(List.of(House.KEY_USER), Collections.nCopies(41, "key/*"))))
        .isEqualTo(ErrorCode.INVALID_PARAMETER);
  }

  private static void policy(List<String> permissions, List<String> resources) {
    house.access.createPolicy(
        new AccessPolicyName("shape"), House.INSTANCE, permissions, resources, List.of(), "");
  }

  @Test
  void datesOfAClientKeyAreRefusedUnlessACertificateCanHoldThem() {
    house.application("dates");
    Optional<Instant> now = Optional.of(house.clock.instant());
    Optional<Instant> later = Optional.of(house.clock.instant().plusSeconds(60));
    assertThat(code(() -> key(now, Optional.empty()))).isEqualTo(ErrorCode.MISSING_PARAMETER);
    assertThat(code(() -> key(Optional.empty(), later))).isEqualTo(ErrorCode.MISSING_PARAMETER);
    assertThat(code(() -> key(later, now))).isEqualTo(ErrorCode.INVALID_PARAMETER);
    assertThat(code(() -> key(now, now))).isEqualTo(ErrorCode.INVALID_PARAMETER);
    Optional<Instant> past = Optional.of(house.clock.instant().minus(Duration.ofDays(2)));
    Optional<Instant> yesterday = Optional.of(house.clock.instant().minus(Duration.ofDays(1)));
    assertThat(code(() -> key(past, yesterday))).isEqualTo(ErrorCode.INVALID_PARAMETER);
    for (Instant far : List.of(Instant.MAX, Instant.parse("+10000-01-01T00:00:00Z"))) {
      assertThat(code(() -> key(now, Optional.of(far)))).isEqualTo(ErrorCode.INVALID_PARAMETER);
    }
    for (Instant early : List.of(Instant.MIN, Instant.parse("1969-12-31T23:59:59Z"))) {
      assertThat(code(() -> key(Optional.of(early), later))).isEqualTo(ErrorCode.INVALID_PARAMETER);
    }
    AccessService.NewClientKey longest =
        key(Optional.of(Instant.EPOCH), Optional.of(Instant.parse("9999-12-31T23:59:59Z")));
    longest.privateKeyData().close();
    new AccessDirectory(house.store);
  }

  private static AccessService.NewClientKey key(Optional<Instant> from, Optional<Instant> until) {
    try (SecretBytes password = House.password()) {
      return house.access.createClientKey(
          new AccessPointName("point-dates"), password, from, until);
    }
  }

  @Test
  void aClientKeyLastsFiveYearsByDefault() {
    house.application("default");
    try (SecretBytes password = House.password()) {
      AccessService.NewClientKey made =
          house.access.createClientKey(
              new AccessPointName("point-default"), password, Optional.empty(), Optional.empty());
      made.privateKeyData().close();
      assertThat(made.key().notBefore()).isEqualTo(Instant.parse("2026-03-01T12:00:00Z"));
      assertThat(made.key().notAfter()).isEqualTo(Instant.parse("2031-03-01T12:00:00Z"));
    }
  }

  private static void rule(String name, List<String> addresses) {
    house.access.createRule(new NetworkRuleName(name), addresses, "");
  }

  private static void policy(String name, String... rules) {
    KmsInstanceId instance = House.INSTANCE;
    house.access.createPolicy(
        new AccessPolicyName(name),
        instance,
        List.of(House.KEY_USER),
        List.of("key/*"),
        List.of(rules).stream().map(NetworkRuleName::new).toList(),
        "");
  }

  private static void point(String name, String... policies) {
    house.access.createAccessPoint(
        new AccessPointName(name),
        List.of(policies).stream().map(AccessPolicyName::new).toList(),
        "");
  }

  private static ErrorCode code(ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).isInstanceOf(KmsException.class);
    return ((KmsException) thrown).code();
  }
}
