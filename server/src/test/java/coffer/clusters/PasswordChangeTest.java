package coffer.clusters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import coffer.hsm.HsmException;
import coffer.hsm.HsmLocation;
import coffer.hsm.HsmMember;
import coffer.model.ErrorCode;
import coffer.model.HsmCluster;
import coffer.model.HsmId;
import coffer.model.InstanceStatus;
import coffer.model.Key;
import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import coffer.model.KmsException;
import coffer.model.SecretBytes;
import coffer.operations.Connections;
import coffer.operations.House;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// kmsuser's password changes under load, over members that are away, and over a kill.
class PasswordChangeTest {
  private static final String FRESH = "fresh-password-1";

  @TempDir Path directory;
  private House house;
  private PasswordChange passwords;
  private Key key;

  @BeforeEach
  void open() {
    house = new House(directory);
    passwords = house.administration.passwords();
    key = house.create(KeySpec.HMAC_SHA256, KeyUsage.GENERATE_VERIFY_MAC);
    try (SecretBytes pin = SoftwareTokens.pin()) {
      house.connections.keepFor(house.cluster.id(), pin);
    }
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void everyMemberGetsItAndNoCallFails() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    AtomicInteger calls = new AtomicInteger();
    AtomicReference<Optional<Throwable>> failure = new AtomicReference<>(Optional.empty());
    Thread load =
        Thread.ofPlatform()
            .start(() -> {
              try {
                while (!stop.get()) {
                  mac();
                  calls.incrementAndGet();
                }
              } catch (RuntimeException e) {
                failure.set(Optional.of(e));
              }
            });
    assertThat(change(FRESH)).hasSize(2).allMatch(SyncReport::fine);
    stop.set(true);
    load.join();
    assertThat(failure.get()).isEmpty();
    assertThat(calls.get()).isPositive();
    for (String label : List.of("one", "two")) {
      assertThat(opens(label, FRESH)).isTrue();
      assertThat(opens(label, "kmsuser-0815")).isFalse();
    }
    byte[] mac = mac();
    house.connections.disconnect(House.INSTANCE);
    connect();
    assertThat(mac()).isEqualTo(mac);
    assertThat(house.instances.connection(House.INSTANCE).orElseThrow().serving()).hasSize(2);
  }

  @Test
  void aMemberThatIsAwayGetsItLaterAndNobodyIsLockedOut() throws IOException {
    house.connections.disconnect(House.INSTANCE);
    Path token = house.tokens.file("two");
    Files.move(token, directory.resolve("away"));
    List<SyncReport> reports = change(FRESH);
    assertThat(reports.getFirst().fine()).isTrue();
    assertThat(reports.getLast().fine()).isFalse();
    assertThat(passwords.isPending(house.cluster.id())).isTrue();
    Files.move(directory.resolve("away"), token);
    // One has the new password, the other the old; both serve.
    connect();
    assertThat(house.instances.connection(House.INSTANCE).orElseThrow().serving()).hasSize(2);
    KmsException other =
        catchThrowableOfType(KmsException.class, () -> change("quite-another-one"));
    assertThat(other.code()).isEqualTo(ErrorCode.CLUSTER_STATE_INVALID);
    assertThat(passwords.run(house.cluster.id(), Optional.empty(), Optional.empty()))
        .allMatch(SyncReport::fine);
    assertThat(passwords.isPending(house.cluster.id())).isFalse();
    assertThat(opens("two", FRESH)).isTrue();
  }

  /// Between the HSM's taking it and its being written down.
  @Test
  void aKillInTheMiddleIsMendedByBothPasswords() {
    house.connections.disconnect(House.INSTANCE);
    MemberLogins logins = new MemberLogins(house.store, house.vault);
    try (SecretBytes old = SoftwareTokens.pin();
        SecretBytes fresh = House.secret(FRESH)) {
      logins.begin(house.cluster.id(), fresh);
      try (HsmMember member = house.tokens.open("one")) {
        member.changePin(old, fresh);
      }
    }
    connect();
    assertThat(house.instances.connection(House.INSTANCE).orElseThrow().serving()).hasSize(2);
    HsmId first = house.cluster.members().getFirst().id();
    assertThat(house.clusters.quarantine().reason(first)).isEmpty();
    assertThat(passwords.run(house.cluster.id(), Optional.empty(), Optional.empty()))
        .allMatch(SyncReport::fine);
    assertThat(opens("one", FRESH) && opens("two", FRESH)).isTrue();
  }

  @Test
  void theSecurityOfficerSetsItWhereTheOldOneIsNotKnown() {
    house.connections.disconnect(House.INSTANCE);
    try (SecretBytes officer = SoftwareTokens.officerPin();
        SecretBytes unknown = House.secret("nobody-knows-me");
        SecretBytes fresh = House.secret(FRESH)) {
      SoftwareTokens.PROVIDER.setCryptoUser(location("two"), officer, unknown);
      assertThat(passwords.run(house.cluster.id(), Optional.of(fresh), Optional.of(officer)))
          .allMatch(SyncReport::fine);
    }
    connect();
    assertThat(house.instances.connection(House.INSTANCE).orElseThrow().serving()).hasSize(2);
  }

  @Test
  void aRotatedPasswordIsTheServicesOwn() {
    assertThat(passwords.rotate(house.cluster.id())).isTrue();
    assertThat(opens("one", "made-by-the-service")).isTrue();
    assertThat(opens("one", "kmsuser-0815")).isFalse();
  }

  @Test
  void aSealedClusterServesAndAdmitsNobody() {
    List<SyncReport> reports = house.administration.sealing().seal(house.cluster.id());
    assertThat(reports).hasSize(2).allMatch(SyncReport::fine);
    assertThat(house.administration.sealing().seal(house.cluster.id())).allMatch(SyncReport::fine);
    HsmCluster sealed = house.clusters.find(house.cluster.id()).orElseThrow();
    assertThat(sealed.sealed()).isTrue();
    assertThat(mac()).hasSize(32);
    KmsException refusal =
        catchThrowableOfType(
            KmsException.class,
            () ->
                house
                    .administration
                    .life()
                    .join(sealed.id(), "hsm-x", Optional.empty(), Optional.empty()));
    assertThat(refusal.code()).isEqualTo(ErrorCode.CLUSTER_STATE_INVALID);
    assertThat(refusal).hasMessageContaining("sealed");
    try (HsmMember member = house.tokens.open("one");
        SecretBytes officer = SoftwareTokens.officerPin()) {
      HsmException stays =
          catchThrowableOfType(
              HsmException.class,
              () -> member.exportDomainKeys(1, member.offerTransport(), officer));
      assertThat(stays).hasMessageContaining("sealed");
    }
  }

  private List<SyncReport> change(String text) {
    try (SecretBytes fresh = House.secret(text)) {
      return passwords.run(house.cluster.id(), Optional.of(fresh), Optional.empty());
    }
  }

  private void connect() {
    Connections.Wanted kept =
        new Connections.Wanted(Optional.empty(), Optional.empty(), Optional.empty());
    assertThat(house.connections.connect(House.INSTANCE, kept).status())
        .isEqualTo(InstanceStatus.CONNECTED);
  }

  private boolean opens(String label, String text) {
    try (SecretBytes pin = House.secret(text);
        HsmMember _ = SoftwareTokens.PROVIDER.open(location(label), pin)) {
      return true;
    } catch (HsmException e) {
      return false;
    }
  }

  private HsmLocation location(String label) {
    return new HsmLocation(house.tokens.uri(label), Map.of());
  }

  private byte[] mac() {
    return house.crypto.mac(key, key.versions().getLast(), new byte[] {1});
  }
}
