package coffer.store;

import coffer.model.AccessKey;
import coffer.model.AccessKeyId;
import coffer.model.AccessPointName;
import coffer.model.AccessPolicy;
import coffer.model.AccessPolicyName;
import coffer.model.Alias;
import coffer.model.AliasName;
import coffer.model.ApplicationAccessPoint;
import coffer.model.ClientKey;
import coffer.model.ClientKeyId;
import coffer.model.ClusterId;
import coffer.model.ClusterMember;
import coffer.model.HsmCluster;
import coffer.model.HsmId;
import coffer.model.HsmJob;
import coffer.model.HsmJobId;
import coffer.model.ImportTicket;
import coffer.model.ImportTicketId;
import coffer.model.ImportedMaterial;
import coffer.model.InstanceStatus;
import coffer.model.Key;
import coffer.model.KeyDeletion;
import coffer.model.KeyId;
import coffer.model.KeySpec;
import coffer.model.KeyState;
import coffer.model.KeyStorageMechanism;
import coffer.model.KeyTraits;
import coffer.model.KeyUsage;
import coffer.model.KeyVersion;
import coffer.model.KeyVersionId;
import coffer.model.KmsInstance;
import coffer.model.KmsInstanceId;
import coffer.model.NetworkRule;
import coffer.model.NetworkRuleName;
import coffer.model.Origin;
import coffer.model.ProtectionLevel;
import coffer.model.RegisteredHsm;
import coffer.model.Tags;
import coffer.model.WrapFormat;
import coffer.model.WrappedKey;
import coffer.model.WrappingAlgorithm;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/// One kind of record that every store keeps, and samples of it: `number` makes its id, and whether
/// its absent parts are there.
///
/// @param with the same record with its other parts changed
record Kind<I, V>(
    String name,
    Function<Transaction, Table<I, V>> table,
    Function<Snapshot, Rows<I, V>> rows,
    Function<V, I> id,
    Sample<V> sample,
    Function<V, V> with) {

  /// Makes one.
  interface Sample<V> {
    V make(int number, Instant created);
  }

  V make(int number, Instant created) {
    return sample.make(number, created);
  }

  @Override
  public String toString() {
    return name;
  }

  static List<Kind<?, ?>> all() {
    return Stream.concat(own().stream(), RamKinds.all().stream()).toList();
  }

  private static List<Kind<?, ?>> own() {
    return List.of(
        new Kind<>("keys", Transaction::keys, Snapshot::keys, Key::id, Kind::key, Kind::changed),
        new Kind<>(
            "aliases",
            Transaction::aliases,
            Snapshot::aliases,
            Alias::name,
            (n, at) -> new Alias(new AliasName("alias/" + digits(n, 20)), keyId(n), at),
            old -> old.of(keyId(999))),
        new Kind<>(
            "instances",
            Transaction::instances,
            Snapshot::instances,
            KmsInstance::id,
            Kind::instance,
            old -> old.withStatus(InstanceStatus.ERROR, Optional.of("gone"))),
        new Kind<>(
            "clusters",
            Transaction::clusters,
            Snapshot::clusters,
            HsmCluster::id,
            Kind::cluster,
            old ->
                new HsmCluster(
                    old.id(),
                    "another name",
                    Optional.of(member(7_000, old.created()).id()),
                    Optional.of("another request"),
                    Optional.of("pem"),
                    Optional.empty(),
                    2,
                    true,
                    !old.initialized(),
                    !old.cryptoUser(),
                    old.created(),
                    List.of(member(7_000, old.created())))),
        new Kind<>(
            "registered HSMs",
            Transaction::registeredHsms,
            Snapshot::registeredHsms,
            RegisteredHsm::id,
            Kind::hsm,
            old -> old.withRemark("another remark").asEnrolled()),
        new Kind<>(
            "HSM jobs",
            Transaction::hsmJobs,
            Snapshot::hsmJobs,
            HsmJob::id,
            Kind::job,
            old -> old.reached(50).succeeded("found")),
        new Kind<>(
            "network rules",
            Transaction::networkRules,
            Snapshot::networkRules,
            NetworkRule::name,
            (n, at) ->
                new NetworkRule(
                    new NetworkRuleName("n" + digits(n, 5)),
                    n % 2 == 0 ? List.of() : List.of("10.0.0.0/8", "::1", "10.0.0.0/8"),
                    "with \"marks\" and é 𝄞 " + n,
                    at),
            old -> new NetworkRule(old.name(), List.of("192.0.2.1"), "", old.created())),
        new Kind<>(
            "policies",
            Transaction::accessPolicies,
            Snapshot::accessPolicies,
            AccessPolicy::name,
            Kind::policy,
            old ->
                new AccessPolicy(
                    old.name(),
                    instanceId(9),
                    List.of("p"),
                    List.of(),
                    List.of(new NetworkRuleName("other")),
                    "changed",
                    old.created())),
        new Kind<>(
            "access points",
            Transaction::accessPoints,
            Snapshot::accessPoints,
            ApplicationAccessPoint::name,
            (n, at) ->
                new ApplicationAccessPoint(
                    new AccessPointName("a" + digits(n, 5)),
                    List.of(new AccessPolicyName("z"), new AccessPolicyName("a")),
                    "point " + n,
                    at),
            old -> new ApplicationAccessPoint(old.name(), List.of(), "", old.created())),
        new Kind<>(
            "client keys",
            Transaction::clientKeys,
            Snapshot::clientKeys,
            ClientKey::id,
            (n, at) ->
                new ClientKey(
                    new ClientKeyId("KAAP.00000000-0000-0000-0000-" + digits(n, 12)),
                    new AccessPointName("point"),
                    new byte[] {0, -1, (byte) n},
                    at.minusSeconds(1),
                    at.plusSeconds(n),
                    at),
            old ->
                new ClientKey(
                    old.id(),
                    old.accessPoint(),
                    new byte[] {9},
                    old.notBefore(),
                    Instant.parse("2049-01-01T00:00:00Z"),
                    old.created())),
        new Kind<>(
            "access keys",
            transaction -> transaction.ram().accessKeys(),
            view -> view.ram().accessKeys(),
            AccessKey::id,
            (n, at) ->
                new AccessKey(
                    new AccessKeyId("LTAI" + digits(n, 16)),
                    n % 2 == 0 ? Optional.empty() : Optional.of(RamKinds.entity(n)),
                    new byte[] {0, -1, (byte) n},
                    n % 3 == 0,
                    at,
                    n % 2 == 0 ? Optional.empty() : Optional.of(at.plusSeconds(5))),
            old ->
                new AccessKey(
                    old.id(),
                    Optional.of(RamKinds.entity(7)),
                    new byte[] {9},
                    !old.active(),
                    old.created(),
                    Optional.empty())),
        new Kind<>(
            "import tickets",
            Transaction::importTickets,
            Snapshot::importTickets,
            ImportTicket::id,
            Kind::ticket,
            old -> old.attempted(1)),
        new Kind<>(
            "imported materials",
            Transaction::importedMaterials,
            Snapshot::importedMaterials,
            ImportedMaterial::key,
            (n, at) -> new ImportedMaterial(keyId(n), new byte[] {0, -1, (byte) n}, at),
            old -> new ImportedMaterial(old.key(), new byte[] {9}, old.created())));
  }

  static KeyId keyId(int n) {
    return new KeyId("key-" + digits(n, 20));
  }

  static KmsInstanceId instanceId(int n) {
    return new KmsInstanceId("kst-" + digits(n, 20));
  }

  static KeyVersion version(Instant created) {
    return new KeyVersion(
        new KeyVersionId(UUID.randomUUID()),
        created,
        Optional.of(new WrappedKey(3, WrapFormat.AES_KWP, new byte[] {0, -1}, new byte[] {5})),
        new byte[] {8, 0});
  }

  private static ImportTicket ticket(int n, Instant at) {
    return new ImportTicket(
        new ImportTicketId(new UUID(0, n)),
        keyId(n),
        n % 2 == 0 ? WrappingAlgorithm.RSAES_PKCS1_V1_5 : WrappingAlgorithm.RSAES_OAEP_SHA_256,
        new WrappedKey(n + 1, WrapFormat.AES_KW_PKCS5, new byte[] {0, -1}, new byte[] {5}),
        n,
        at.plusSeconds(60),
        at);
  }

  private static Key key(int n, Instant at) {
    boolean whole = n % 2 == 0;
    return new Key(
        new KeyTraits(
            keyId(n),
            instanceId(n % 3),
            whole ? KeySpec.RSA_2048 : KeySpec.HMAC_SHA512,
            whole ? KeyUsage.ENCRYPT_DECRYPT : KeyUsage.GENERATE_VERIFY_MAC,
            whole ? Optional.of(KeyUsage.SIGN_VERIFY) : Optional.empty(),
            whole ? Origin.ALIYUN_KMS : Origin.EXTERNAL,
            whole ? ProtectionLevel.HSM : ProtectionLevel.SOFTWARE,
            whole ? KeyStorageMechanism.HSM_ENCRYPTED_DATABASE : KeyStorageMechanism.HSM_INTERNAL,
            "1234567890123456",
            at),
        whole ? KeyState.PENDING_DELETION : KeyState.PENDING_IMPORT,
        whole
            ? List.of(version(at), version(at.plusSeconds(1)), version(at.minusSeconds(1)))
            : List.of(KeyVersion.withoutMaterial(new KeyVersionId(UUID.randomUUID()), at)),
        "with \"marks\" and é 𝄞 " + n,
        whole
            ? new KeyDeletion(Optional.of(at.plusSeconds(60)), Optional.of("because"))
            : KeyDeletion.NONE,
        whole ? Optional.of(at.plusSeconds(90)) : Optional.empty(),
        whole ? Optional.of(Duration.ofDays(30)) : Optional.empty(),
        whole ? Tags.NONE.with("Tags", Map.of("team", "a" + n, "env", "")) : Tags.NONE);
  }

  private static Key changed(Key old) {
    return old.described("changed")
        .protectedAgainstDeletion(Optional.of("so that it stays"))
        .rotating(Optional.of(Duration.ofDays(7)))
        .tagged(Tags.NONE.with("Tags", Map.of("changed", "yes")));
  }

  private static KmsInstance instance(int n, Instant at) {
    boolean whole = n % 2 == 0;
    return new KmsInstance(
        instanceId(n),
        "name " + n,
        whole ? InstanceStatus.DISCONNECTED : InstanceStatus.UNINITIALIZED,
        whole ? Optional.of("CredentialsNeeded") : Optional.empty(),
        whole ? Optional.of(clusterId(n)) : Optional.empty(),
        whole ? Optional.of(new byte[] {0, -1}) : Optional.empty(),
        whole ? Optional.of("pem") : Optional.empty(),
        whole,
        at);
  }

  private static HsmCluster cluster(int n, Instant at) {
    boolean whole = n % 2 == 0;
    return new HsmCluster(
        clusterId(n),
        "cluster " + n,
        whole ? Optional.of(member(10 * n, at).id()) : Optional.empty(),
        whole ? Optional.of("pem of the request") : Optional.empty(),
        whole ? Optional.of("pem of the cluster") : Optional.empty(),
        whole ? Optional.of("pem of the owner") : Optional.empty(),
        n % 3,
        false,
        whole,
        n % 3 > 0,
        at,
        whole ? List.of(member(10 * n + 1, at), member(10 * n, at)) : List.of());
  }

  private static RegisteredHsm hsm(int n, Instant at) {
    boolean whole = n % 2 == 0;
    return new RegisteredHsm(
        new HsmId("hsm-" + digits(n, 16)),
        URI.create("pkcs11:token=r" + n + "?module-name=m"),
        "zone-" + n,
        whole ? "label " + n : "",
        whole ? "serial" : "",
        whole ? "" : "in the third rack",
        whole,
        at);
  }

  private static HsmJob job(int n, Instant at) {
    HsmJob begun =
        HsmJob.begun(new HsmJobId("job-" + digits(n, 20)), clusterId(n), "JoinCluster", at);
    return n % 2 == 0 ? begun : begun.reached(10).failed("because");
  }

  static ClusterMember member(int n, Instant at) {
    boolean whole = n % 2 == 0;
    return new ClusterMember(
        new HsmId("hsm-" + digits(n, 16)),
        URI.create("pkcs11:token=t" + n + "?module-name=m"),
        "zone-" + n,
        "label " + n,
        "serial",
        whole ? Optional.of("pem") : Optional.empty(),
        whole,
        whole ? "" : "trusted wrapping is missing",
        whole ? "in the second rack" : "",
        at);
  }

  private static ClusterId clusterId(int n) {
    return new ClusterId("cluster-" + digits(n, 16));
  }

  private static AccessPolicy policy(int n, Instant at) {
    return new AccessPolicy(
        new AccessPolicyName("p" + digits(n, 5)),
        instanceId(n),
        List.of("RbacPermission/Template/CryptoServiceKeyUser"),
        List.of("key/*", "secret/*", "key/*"),
        n % 2 == 0 ? List.of() : List.of(new NetworkRuleName("b"), new NetworkRuleName("a")),
        "policy " + n,
        at);
  }

  static String digits(int n, int width) {
    return ("%0" + width + "d").formatted(n);
  }
}
