package coffer.clusters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import coffer.model.ClusterId;
import coffer.model.ClusterStatus;
import coffer.model.ErrorCode;
import coffer.model.HsmCluster;
import coffer.model.HsmId;
import coffer.model.InstanceStatus;
import coffer.model.Key;
import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import coffer.model.KmsException;
import coffer.model.KmsInstance;
import coffer.model.RegisteredHsm;
import coffer.model.SecretBytes;
import coffer.operations.Connections;
import coffer.operations.House;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From a registered HSM to a cluster that serves, and back.
class ClusterLifeTest {
  private static final String PASSWORD = "kmsuser-of-the-owner";

  @TempDir Path directory;
  private House house;
  private HsmRegistry registry;
  private ClusterLife life;

  @BeforeEach
  void open() {
    house = new House(directory);
    registry = house.administration.registry();
    life = house.administration.life();
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void aClusterIsActivatedOnceItHasAllItNeeds() {
    HsmId first = enrolled("a", "zone-a");
    HsmId second = enrolled("b", "zone-b");
    ClusterId id = life.create("mine", first.value()).id();
    assertThat(status(id)).isEqualTo(ClusterStatus.NEW);
    assertThat(missing(id)).hasSize(5);
    certify(id);
    assertThat(status(id)).isEqualTo(ClusterStatus.NEW);
    life.initialize(id);
    assertThat(status(id)).isEqualTo(ClusterStatus.INITIALIZED);
    assertThat(missing(id)).hasSize(3).anyMatch(text -> text.contains("kmsuser"));
    createCryptoUser(id);
    assertThat(missing(id)).hasSize(2).allMatch(text -> text.contains("two"));
    life.join(id, second.value(), Optional.empty(), Optional.empty());
    assertThat(missing(id)).isEmpty();
    assertThat(status(id)).isEqualTo(ClusterStatus.ACTIVATED);
    assertThat(connected(id).status()).isEqualTo(InstanceStatus.CONNECTED);
  }

  /// The crypto user before the certificate, and the second HSM before both.
  @Test
  void theOrderOfStepsIsTheOwners() {
    ClusterId id = life.create("mine", enrolled("a", "zone-a").value()).id();
    HsmId second = enrolled("b", "zone-b");
    life.join(id, second.value(), Optional.empty(), Optional.empty());
    createCryptoUser(id);
    certify(id);
    life.initialize(id);
    assertThat(missing(id)).hasSize(2);
    assertThat(life.sync(id, Optional.empty())).hasSize(2).allMatch(SyncReport::fine);
    assertThat(status(id)).isEqualTo(ClusterStatus.ACTIVATED);
    assertThat(connected(id).status()).isEqualTo(InstanceStatus.CONNECTED);
  }

  @Test
  void membersComeAndGoWhileKeysAreUsed() {
    ClusterId id = activated();
    KmsInstance instance = connected(id);
    Key key = keyOf(instance);
    byte[] mac = mac(key);
    HsmId third = enrolled("c", "zone-c");
    life.join(id, third.value(), Optional.empty(), Optional.empty());
    HsmId first = cluster(id).master().orElseThrow();
    refused(ErrorCode.CLUSTER_STATE_INVALID, () -> life.leave(id, first));
    life.switchMaster(id, third);
    assertThat(cluster(id).clusterCertificate()).isEmpty();
    HsmId fourth = enrolled("d", "zone-d");
    refused(
        ErrorCode.CLUSTER_STATE_INVALID,
        () -> life.join(id, fourth.value(), Optional.empty(), Optional.empty()));
    life.leave(id, first);
    certify(id);
    life.join(id, fourth.value(), Optional.empty(), Optional.empty());
    HsmId second = cluster(id).members().getFirst().id();
    String serial = cluster(id).members().getFirst().serial();
    life.leave(id, second);
    // Of whoever left, the audit heads that they signed are still to be verified.
    Map<String, String> former = house.store.read(FormerMembers::of);
    assertThat(former).hasSize(4).containsKeys(first.value(), second.value(), serial);
    String pem = former.getOrDefault(second.value(), "");
    assertThat(Pem.parseCertificate(pem, "Certificate").getSubjectX500Principal().getName())
        .contains(serial);
    assertThat(cluster(id).members()).hasSize(2).noneMatch(m -> m.id().equals(first));
    assertThat(mac(key)).isEqualTo(mac);
    house.connections.disconnect(instance.id());
    assertThat(connected(instance.id(), id).status()).isEqualTo(InstanceStatus.CONNECTED);
    assertThat(mac(key)).isEqualTo(mac);
  }

  @Test
  void theLastHolderOfKeysInUseDoesNotLeave() {
    ClusterId id = activated();
    KmsInstance instance = connected(id);
    HsmId master = cluster(id).master().orElseThrow();
    HsmId other = cluster(id).members().getLast().id();
    life.leave(id, other);
    assertThat(status(id)).isEqualTo(ClusterStatus.INITIALIZED);
    refused(ErrorCode.CLUSTER_STATE_INVALID, () -> life.leave(id, master));
    assertThat(mac(keyOf(instance))).hasSize(32);
    refused(ErrorCode.RESOURCE_IN_USE, () -> life.delete(id));
  }

  @Test
  void aMasterThatIsDeadForGoodIsTakenOutByForceAndMayComeBack() throws IOException {
    ClusterId id = activated();
    KmsInstance instance = connected(id);
    Key key = keyOf(instance);
    byte[] mac = mac(key);
    HsmId third = enrolled("c", "zone-c");
    life.join(id, third.value(), Optional.empty(), Optional.empty());
    HsmId dead = cluster(id).master().orElseThrow();
    Path token = directory.resolve("a.token");
    Files.move(token, directory.resolve("away"));
    life.switchMaster(id, third);
    certify(id);
    assertThat(refused(ErrorCode.SERVICE_UNAVAILABLE, () -> life.leave(id, dead)))
        .hasMessageContaining("Force");
    assertThat(cluster(id).member(dead)).isPresent();
    assertThat(life.leave(id, dead, true).orElseThrow()).contains("KEK", "kmsuser");
    assertThat(cluster(id).member(dead)).isEmpty();
    assertThat(status(id)).isEqualTo(ClusterStatus.ACTIVATED);
    assertThat(mac(key)).isEqualTo(mac);
    Files.move(directory.resolve("away"), token);
    life.join(id, dead.value(), Optional.empty(), Optional.empty());
    assertThat(life.leave(id, dead, true)).isEmpty();
    assertThat(mac(key)).isEqualTo(mac);
  }

  @Test
  void forceDoesNotTakeTheLastHolderOfKeysInUse() throws IOException {
    ClusterId id = activated();
    house.connections.disconnect(connected(id).id());
    HsmId other = cluster(id).members().getLast().id();
    Files.delete(directory.resolve("a.token"));
    refused(ErrorCode.CLUSTER_STATE_INVALID, () -> life.leave(id, other, true));
    assertThat(cluster(id).members()).hasSize(2);
  }

  @Test
  void anHsmThatLeftCanJoinAnotherCluster() {
    ClusterId one = activated();
    HsmId moving = cluster(one).members().getLast().id();
    life.leave(one, moving);
    ClusterId two = life.create("other", enrolled("z", "zone-z").value()).id();
    certify(two);
    life.initialize(two);
    createCryptoUser(two);
    life.join(two, moving.value(), Optional.empty(), Optional.empty());
    assertThat(status(two)).isEqualTo(ClusterStatus.ACTIVATED);
  }

  @Test
  void certificatesThatDoNotFitChangeNothing() {
    ClusterId id = life.create("mine", enrolled("a", "zone-a").value()).id();
    String csr = cluster(id).csr().orElseThrow();
    OwnerAuthority stranger = SoftwareTokens.owner(house.clock.instant());
    String good = sign(csr, true);
    String owner = SoftwareTokens.pem(house.owner);
    String foreignCsr = life.create("other", enrolled("b", "zone-b").value()).csr().orElseThrow();
    for (List<String> pair :
        List.of(
            List.of(good, SoftwareTokens.pem(stranger)),
            List.of(sign(csr, false), owner),
            List.of(sign(foreignCsr, true), owner),
            List.of(expired(csr), owner),
            List.of(owner, owner),
            List.of(good, good),
            List.of("no certificate", owner))) {
      refused(ErrorCode.INVALID_PARAMETER, () -> life.certify(id, pair.getFirst(), pair.getLast()));
    }
    assertThat(cluster(id).clusterCertificate()).isEmpty();
    assertThat(life.certify(id, good, owner).clusterCertificate()).isPresent();
  }

  @Test
  void wrongPasswordsAreNamedAndChangeNothing() {
    RegisteredHsm hsm = registry.register("software:a.token", "zone-a", Optional.empty());
    registry.enroll(hsm.id(), SoftwareTokens.officerPin(), Optional.empty());
    ClusterId id = life.create("mine", hsm.id().value()).id();
    try (SecretBytes wrong = House.secret("wrong-password");
        SecretBytes password = House.secret(PASSWORD)) {
      assertThat(
              refused(
                  ErrorCode.INVALID_PARAMETER,
                  () -> life.createCryptoUser(id, Optional.of(wrong), password)))
          .hasMessageContaining("SecurityOfficerPassword");
      assertThat(cluster(id).cryptoUser()).isFalse();
      assertThat(
              refused(
                  ErrorCode.INVALID_PARAMETER,
                  () -> life.createCryptoUser(id, Optional.empty(), House.secret("short"))))
          .hasMessageContaining("CryptoUserPassword");
    }
    createCryptoUser(id);
    assertThat(cluster(id).cryptoUser()).isTrue();
  }

  @Test
  void theSameHsmIsRegisteredOnce() {
    enrolled("a", "zone-a");
    refused(ErrorCode.RESOURCE_EXIST, () -> enrolled("a", "zone-b"));
    refused(
        ErrorCode.INVALID_PARAMETER,
        () -> registry.register("software:../a.token", "zone-a", Optional.empty()));
    refused(
        ErrorCode.INVALID_PARAMETER,
        () -> registry.register("software:/etc/passwd", "zone-a", Optional.empty()));
    refused(
        ErrorCode.INVALID_PARAMETER,
        () -> registry.register("pkcs11:token=a?module-path=/tmp/x.so", "z", Optional.empty()));
  }

  private ClusterId activated() {
    ClusterId id = life.create("mine", enrolled("a", "zone-a").value()).id();
    certify(id);
    life.initialize(id);
    createCryptoUser(id);
    life.join(id, enrolled("b", "zone-b").value(), Optional.empty(), Optional.empty());
    return id;
  }

  private HsmId enrolled(String name, String zone) {
    RegisteredHsm hsm = registry.register("software:" + name + ".token", zone, Optional.empty());
    try (SecretBytes officer = SoftwareTokens.officerPin()) {
      return registry.enroll(hsm.id(), officer, Optional.empty()).id();
    }
  }

  private void createCryptoUser(ClusterId id) {
    try (SecretBytes password = House.secret(PASSWORD)) {
      life.createCryptoUser(id, Optional.empty(), password);
    }
  }

  private void certify(ClusterId id) {
    life.certify(id, sign(cluster(id).csr().orElseThrow(), true), SoftwareTokens.pem(house.owner));
  }

  private String sign(String csr, boolean authority) {
    return SoftwareTokens.sign(house.owner, csr, authority, house.clock.instant());
  }

  private String expired(String csr) {
    return SoftwareTokens.sign(
        house.owner, csr, true, house.clock.instant().minus(Duration.ofDays(36_500)));
  }

  private KmsInstance connected(ClusterId id) {
    return connected(house.connections.create(Optional.empty()).id(), id);
  }

  private KmsInstance connected(coffer.model.KmsInstanceId instance, ClusterId id) {
    try (SecretBytes password = House.secret(PASSWORD)) {
      return house.connections.connect(
          instance,
          new Connections.Wanted(
              Optional.of(id.value()), cluster(id).ownerCertificate(), Optional.of(password)));
    }
  }

  private Key keyOf(KmsInstance instance) {
    return house.keys.create(
        new coffer.keys.NewKey(
            instance.id(),
            KeySpec.HMAC_SHA256,
            KeyUsage.GENERATE_VERIFY_MAC,
            Optional.empty(),
            coffer.model.Origin.ALIYUN_KMS,
            coffer.model.KeyStorageMechanism.HSM_ENCRYPTED_DATABASE,
            ""));
  }

  private byte[] mac(Key key) {
    return house.crypto.mac(key, key.versions().getLast(), new byte[] {1, 2, 3});
  }

  private HsmCluster cluster(ClusterId id) {
    return house.clusters.find(id).orElseThrow();
  }

  private ClusterStatus status(ClusterId id) {
    return house.clusters.status(cluster(id));
  }

  private List<String> missing(ClusterId id) {
    return house.clusters.missing(cluster(id));
  }

  private static KmsException refused(ErrorCode code, ThrowingCallable call) {
    KmsException refusal = catchThrowableOfType(KmsException.class, call);
    assertThat(refusal).isNotNull();
    assertThat(refusal.code()).as(refusal.getMessage()).isEqualTo(code);
    return refusal;
  }
}
