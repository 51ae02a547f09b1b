package coffer.access;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.model.AccessPointName;
import coffer.model.AccessPolicyName;
import coffer.model.ClientKeyId;
import coffer.model.NetworkRuleName;
import coffer.model.SecretBytes;
import coffer.operations.House;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessDirectoryTest {
  private static final String KEY = "key/key-00000000000000000001";
  private static final String OTHER_KEY = "key/key-00000000000000000002";
  private static final String SECRET = "secret/db-password";

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
  void resourcesAreAllOfAKindOrOne() {
    for (String all : List.of("key/*", "Key/*", "KEY/*")) {
      Principal.Application application =
          application("all-" + all.substring(0, 2) + all.charAt(2), all);
      assertThat(may(application, KEY)).as(all).isTrue();
      assertThat(may(application, OTHER_KEY)).isTrue();
      assertThat(may(application, SECRET)).isFalse();
    }
    Principal.Application one = application("one", KEY);
    assertThat(may(one, KEY)).isTrue();
    assertThat(may(one, OTHER_KEY)).isFalse();
    assertThat(may(one, KEY + "0")).isFalse();
    assertThat(may(one, KEY.substring(0, KEY.length() - 1))).isFalse();
    Principal.Application secrets = application("secrets", "Secret/*");
    assertThat(may(secrets, SECRET)).isTrue();
    assertThat(may(secrets, KEY)).isFalse();
    Principal.Application both = application("both", "secret/db-password", OTHER_KEY);
    assertThat(may(both, SECRET)).isTrue();
    assertThat(may(both, "secret/DB-PASSWORD")).isFalse();
    assertThat(may(both, OTHER_KEY)).isTrue();
    assertThat(may(both, KEY)).isFalse();
    assertThat(may(both, Grant.ANY)).isTrue();
  }

  private static Principal.Application application(String name, String... resources) {
    return house.application(name, List.of(House.KEY_USER), List.of(resources), List.of());
  }

  @Test
  void aPermissionIsNeededForEachKindOfUse() {
    Principal.Application reader =
        house.application("reader", List.of(House.SECRET_USER), List.of("key/*"), List.of());
    assertThat(may(reader, KEY)).isFalse();
    assertThat(
            house.accessDirectory.allows(
                reader, Permission.CRYPTO_SERVICE_SECRET_USER, KEY, House.SOURCE))
        .isTrue();
  }

  @Test
  void noRuleAdmitsAllAndAnEmptyRuleNobody() {
    rule("nobody", List.of());
    rule("tens", List.of("10.0.0.0/8", "2001:db8::/32"));
    Principal.Application any = house.application("net-any");
    Principal.Application none = withRules("net-none", "nobody");
    Principal.Application tens = withRules("net-tens", "tens");
    Principal.Application mixed = withRules("net-mixed", "nobody", "tens");
    for (String address : List.of("10.1.1.1", "11.1.1.1", "::1", "2001:db8::5")) {
      boolean inside = address.startsWith("10.") || address.startsWith("2001:");
      assertThat(from(any, address)).isTrue();
      assertThat(from(none, address)).isFalse();
      assertThat(from(tens, address)).as(address).isEqualTo(inside);
      assertThat(from(mixed, address)).as(address).isEqualTo(inside);
    }
  }

  @Test
  void policiesAreAUnionEachWithItsOwnNetwork() {
    rule("union-a", List.of("10.0.0.1"));
    rule("union-b", List.of("10.0.0.2"));
    policy("union-key", "union-a", KEY);
    policy("union-other", "union-b", OTHER_KEY);
    AccessPointName point = new AccessPointName("union");
    house.access.createAccessPoint(
        point, List.of(new AccessPolicyName("union-key"), new AccessPolicyName("union-other")), "");
    Principal.Application application =
        new Principal.Application(point, house.clientKey(point), House.INSTANCE);
    assertThat(may(application, KEY, "10.0.0.1")).isTrue();
    assertThat(may(application, KEY, "10.0.0.2")).isFalse();
    assertThat(may(application, OTHER_KEY, "10.0.0.2")).isTrue();
    assertThat(may(application, OTHER_KEY, "10.0.0.1")).isFalse();
  }

  private static void policy(String name, String rule, String resource) {
    house.access.createPolicy(
        new AccessPolicyName(name),
        House.INSTANCE,
        List.of(House.KEY_USER),
        List.of(resource),
        List.of(new NetworkRuleName(rule)),
        "");
  }

  @Test
  void anotherInstanceIsOutOfReach() {
    Principal.Application mine = house.application("instance");
    assertThat(may(mine, KEY)).isTrue();
    assertThat(
            may(
                new Principal.Application(
                    mine.accessPoint(), mine.clientKey(), House.OTHER_INSTANCE),
                KEY))
        .isFalse();
  }

  @Test
  void aDeletedClientKeyIsGoneAtOnce() {
    Principal.Application application = house.application("deleted");
    ClientKeyId id = application.clientKey();
    assertThat(find(id, house.clock.instant())).contains(application);
    house.access.deleteClientKey(id);
    assertThat(find(id, house.clock.instant())).isEmpty();
    assertThat(may(application, KEY)).isFalse();
    assertThat(new AccessDirectory(house.store).find(id.value(), house.clock.instant())).isEmpty();
  }

  @Test
  void aClientKeyIsValidFromItsStartToItsEnd() {
    house.application("dates");
    Instant from = Instant.parse("2026-05-01T00:00:00Z");
    Instant until = Instant.parse("2026-06-01T00:00:00Z");
    ClientKeyId id;
    try (SecretBytes password = House.password()) {
      AccessService.NewClientKey made =
          house.access.createClientKey(
              new AccessPointName("point-dates"), password, Optional.of(from), Optional.of(until));
      made.privateKeyData().close();
      id = made.key().id();
    }
    assertThat(find(id, from.minusMillis(1))).isEmpty();
    assertThat(find(id, from)).isPresent();
    assertThat(find(id, until.minusMillis(1))).isPresent();
    assertThat(find(id, until)).isEmpty();
    assertThat(find(id, until.plusSeconds(1))).isEmpty();
  }

  @Test
  void whatIsNoIdIsNotFound() {
    for (String text : List.of("", "KAAP.", "*", "LTAI0123456789abcdef", "x".repeat(10_000))) {
      assertThat(house.accessDirectory.find(text, house.clock.instant())).isEmpty();
    }
  }

  @Test
  void aRestartSeesTheSame() {
    Principal.Application application = application("restart", KEY);
    AccessDirectory again = new AccessDirectory(house.store);
    assertThat(again.find(application.clientKey().value(), house.clock.instant()))
        .map(ClientKeys.Valid::principal)
        .contains(application);
    assertThat(again.allows(application, Permission.CRYPTO_SERVICE_KEY_USER, KEY, House.SOURCE))
        .isTrue();
  }

  private static Optional<Principal.Application> find(ClientKeyId id, Instant at) {
    return house.accessDirectory.find(id.value(), at).map(ClientKeys.Valid::principal);
  }

  private static void rule(String name, List<String> addresses) {
    house.access.createRule(new NetworkRuleName(name), addresses, "");
  }

  private static Principal.Application withRules(String name, String... rules) {
    return house.application(
        name,
        List.of(House.KEY_USER),
        List.of("key/*"),
        List.of(rules).stream().map(NetworkRuleName::new).toList());
  }

  private static boolean from(Principal.Application application, String address) {
    return may(application, KEY, address);
  }

  private static boolean may(Principal.Application application, String resource) {
    return may(application, resource, "10.1.2.3");
  }

  private static boolean may(Principal.Application application, String resource, String address) {
    return house.accessDirectory.allows(
        application, Permission.CRYPTO_SERVICE_KEY_USER, resource, InetAddress.ofLiteral(address));
  }
}
