package coffer.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import coffer.model.AccessPointName;
import coffer.model.AccessPolicyName;
import coffer.model.ClientKey;
import coffer.model.ErrorCode;
import coffer.model.KmsException;
import coffer.model.NetworkRuleName;
import coffer.operations.House;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every change counts from the moment it returns.
class AccessUpdatesTest {
  private static final NetworkRuleName RULE = new NetworkRuleName("rule");
  private static final AccessPolicyName POLICY = new AccessPolicyName("policy-app");
  private static final AccessPointName POINT = new AccessPointName("point-app");
  private static final String ADDRESS = "192.0.2.7";

  @TempDir Path directory;
  private House house;
  private Principal.Application app;

  @BeforeEach
  void build() {
    house = new House(directory);
    house.access.createRule(RULE, List.of("192.0.2.0/24", "2001:db8::/32"), "first");
    app = house.application("app", List.of(House.KEY_USER), List.of("key/*"), List.of(RULE));
  }

  @AfterEach
  void close() {
    house.close();
  }

  private boolean allowed(String address) {
    return house.accessDirectory.allows(
        app, Permission.CRYPTO_SERVICE_KEY_USER, "key/key-1", InetAddress.ofLiteral(address));
  }

  @Test
  void aRuleChangesAtOnce() {
    assertThat(allowed(ADDRESS)).isTrue();
    assertThat(allowed("2001:db8::7")).isTrue();
    assertThat(allowed("2001:db9::7")).isFalse();
    assertThat(allowed("::ffff:192.0.2.7")).isTrue();
    house.access.updateRule(
        RULE, Optional.of(List.of("::ffff:198.51.100.0/120")), Optional.empty());
    assertThat(allowed(ADDRESS)).isFalse();
    assertThat(allowed("198.51.100.9")).isTrue();
    house.access.updateRule(RULE, Optional.of(List.of()), Optional.empty());
    assertThat(allowed("198.51.100.9")).isFalse();
    house.access.updateRule(RULE, Optional.of(List.of(ADDRESS)), Optional.empty());
    assertThat(allowed(ADDRESS)).isTrue();
    assertThat(rule().description()).isEqualTo("first");
    house.access.updateRule(RULE, Optional.empty(), Optional.of(""));
    assertThat(rule().description()).isEmpty();
    assertThat(rule().sourcePrivateIp()).containsExactly(ADDRESS);
  }

  private coffer.model.NetworkRule rule() {
    return house.access.find(view -> view.networkRules().find(RULE));
  }

  @Test
  void aPolicyChangesAtOnce() {
    update(Optional.of(List.of(House.SECRET_USER)), Optional.empty(), Optional.empty());
    assertThat(allowed(ADDRESS)).isFalse();
    update(Optional.of(List.of(House.KEY_USER)), Optional.empty(), Optional.empty());
    assertThat(allowed(ADDRESS)).isTrue();
    update(Optional.empty(), Optional.of(List.of("key/key-2")), Optional.empty());
    assertThat(allowed(ADDRESS)).isFalse();
    update(Optional.empty(), Optional.of(List.of("KEY/key-1")), Optional.empty());
    assertThat(allowed(ADDRESS)).isTrue();
    assertThat(allowed("203.0.113.1")).isFalse();
    update(Optional.empty(), Optional.empty(), Optional.of(List.of()));
    assertThat(allowed("203.0.113.1")).isTrue();
  }

  private void update(
      Optional<List<String>> permissions,
      Optional<List<String>> resources,
      Optional<List<NetworkRuleName>> rules) {
    house.access.updatePolicy(POLICY, permissions, resources, rules, Optional.empty());
  }

  @Test
  void anAccessPointChangesAtOnceAndStaysWithinOneInstance() {
    AccessPolicyName none = new AccessPolicyName("none");
    house.access.createPolicy(
        none, House.INSTANCE, List.of(House.KEY_USER), List.of("key/other"), List.of(), "");
    house.access.updateAccessPoint(POINT, Optional.of(List.of(none)), Optional.empty());
    assertThat(allowed(ADDRESS)).isFalse();
    house.access.updateAccessPoint(POINT, Optional.of(List.of(none, POLICY)), Optional.empty());
    assertThat(allowed(ADDRESS)).isTrue();
    house.instances.create(House.OTHER_INSTANCE, "instance-2");
    AccessPolicyName theirs = new AccessPolicyName("theirs");
    house.access.createPolicy(
        theirs, House.OTHER_INSTANCE, List.of(House.KEY_USER), List.of("key/*"), List.of(), "");
    assertThat(code(() -> points(theirs, POLICY))).isEqualTo(ErrorCode.INVALID_PARAMETER);
    assertThat(code(() -> points())).isEqualTo(ErrorCode.INVALID_PARAMETER);
    assertThat(code(() -> points(new AccessPolicyName("nothing"))))
        .isEqualTo(ErrorCode.RESOURCE_NOT_FOUND);
    assertThat(allowed(ADDRESS)).isTrue();
  }

  private void points(AccessPolicyName... policies) {
    house.access.updateAccessPoint(POINT, Optional.of(List.of(policies)), Optional.empty());
  }

  @Test
  void whatDoesNotExistOrFitIsRefusedAndChangesNothing() {
    Optional<List<String>> none = Optional.empty();
    NetworkRuleName rule = new NetworkRuleName("nothing");
    assertThat(code(() -> house.access.updateRule(rule, none, Optional.of(""))))
        .isEqualTo(ErrorCode.RESOURCE_NOT_FOUND);
    AccessPolicyName policy = new AccessPolicyName("nothing");
    assertThat(
            code(() ->
                house.access.updatePolicy(policy, none, none, Optional.empty(), Optional.of(""))))
        .isEqualTo(ErrorCode.RESOURCE_NOT_FOUND);
    AccessPointName point = new AccessPointName("nothing");
    assertThat(code(() -> house.access.updateAccessPoint(point, Optional.empty(), Optional.of(""))))
        .isEqualTo(ErrorCode.RESOURCE_NOT_FOUND);
    assertThat(code(() -> update(none, none, Optional.of(List.of(rule)))))
        .isEqualTo(ErrorCode.RESOURCE_NOT_FOUND);
    assertThat(code(() -> update(Optional.of(List.of()), none, Optional.empty())))
        .isEqualTo(ErrorCode.INVALID_PARAMETER);
    assertThat(code(() -> update(none, Optional.of(List.of("role/x")), Optional.empty())))
        .isEqualTo(ErrorCode.INVALID_PARAMETER);
    Optional<List<String>> host = Optional.of(List.of("localhost"));
    assertThat(code(() -> house.access.updateRule(RULE, host, Optional.empty())))
        .isEqualTo(ErrorCode.INVALID_PARAMETER);
    Optional<String> text = Optional.of("x".repeat(8193));
    assertThat(code(() -> house.access.updateRule(RULE, none, text)))
        .isEqualTo(ErrorCode.INVALID_PARAMETER);
    assertThat(allowed(ADDRESS)).isTrue();
    assertThat(allowed("203.0.113.1")).isFalse();
  }

  @Test
  void aPolicyOfAnInstanceThatDoesNotExistIsRefused() {
    ThrowingCallable create =
        () ->
            house.access.createPolicy(
                new AccessPolicyName("lost"),
                House.OTHER_INSTANCE,
                List.of(House.KEY_USER),
                List.of("key/*"),
                List.of(),
                "");
    assertThat(code(create)).isEqualTo(ErrorCode.INSTANCE_NOT_FOUND);
  }

  @Test
  void clientKeysAreListedByAccessPointAndCountBetweenTheirDates() {
    house.application("other");
    assertThat(house.access.clientKeys(Optional.of(POINT)))
        .extracting(ClientKey::id)
        .containsExactly(app.clientKey());
    assertThat(house.access.clientKeys(Optional.empty())).hasSize(2);
    AccessPointName unknown = new AccessPointName("nothing");
    assertThat(code(() -> house.access.clientKeys(Optional.of(unknown))))
        .isEqualTo(ErrorCode.RESOURCE_NOT_FOUND);
    Instant now = house.clock.instant();
    Duration year = Duration.ofDays(365);
    assertThat(house.accessDirectory.find(app.clientKey().value(), now.minusSeconds(1))).isEmpty();
    assertThat(house.accessDirectory.find(app.clientKey().value(), now)).isPresent();
    assertThat(house.accessDirectory.find(app.clientKey().value(), now.plus(year.multipliedBy(6))))
        .isEmpty();
    house.access.deleteClientKey(app.clientKey());
    assertThat(house.access.clientKeys(Optional.of(POINT))).isEmpty();
    assertThat(allowed(ADDRESS)).isFalse();
  }

  private static ErrorCode code(ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).isInstanceOf(KmsException.class);
    return ((KmsException) thrown).code();
  }
}
