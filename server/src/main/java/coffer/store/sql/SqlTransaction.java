package coffer.store.sql;

import coffer.model.AccessPointName;
import coffer.model.AccessPolicy;
import coffer.model.AccessPolicyName;
import coffer.model.Alias;
import coffer.model.AliasName;
import coffer.model.ApplicationAccessPoint;
import coffer.model.AuditHead;
import coffer.model.ClientKey;
import coffer.model.ClientKeyId;
import coffer.model.ClusterId;
import coffer.model.HsmCluster;
import coffer.model.HsmId;
import coffer.model.HsmJob;
import coffer.model.HsmJobId;
import coffer.model.ImportTicket;
import coffer.model.ImportTicketId;
import coffer.model.ImportedMaterial;
import coffer.model.Key;
import coffer.model.KeyId;
import coffer.model.KeyPolicy;
import coffer.model.KeyUses;
import coffer.model.KeyVersionId;
import coffer.model.KmsInstance;
import coffer.model.KmsInstanceId;
import coffer.model.MigratedVersion;
import coffer.model.NetworkRule;
import coffer.model.NetworkRuleName;
import coffer.model.ProtectionLevel;
import coffer.model.RegisteredHsm;
import coffer.model.Remnant;
import coffer.store.KekUse;
import coffer.store.KeyFilter;
import coffer.store.KeySearch;
import coffer.store.KeyTag;
import coffer.store.RamTables;
import coffer.store.Rows;
import coffer.store.Table;
import coffer.store.TagSearch;
import coffer.store.Transaction;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// All tables over one session. Readers get it as a `Snapshot`, on a connection that cannot write.
final class SqlTransaction implements Transaction {
  private static final String KEY_OF_VERSION = "SELECT key_id FROM key_versions WHERE id = :id";
  private static final String KEYS_OF = "SELECT COUNT(*) AS n FROM keys WHERE instance_id = :id";

  private final Session session;
  private final Clock clock;

  SqlTransaction(Session session, Clock clock) {
    this.session = session;
    this.clock = clock;
  }

  @Override
  public Table<KeyId, Key> keys() {
    return new SqlTable<>(session, new KeyShape());
  }

  @Override
  public Optional<KeyId> keyOfVersion(KeyVersionId version) {
    return session.first(
        KEY_OF_VERSION,
        Row.of("id", version.toString()),
        columns -> new KeyId(columns.text("key_id")));
  }

  @Override
  public Rows<KeyId, Key> visibleKeys() {
    return new SqlRows<>(session, new KeyShape(), Restriction.visibleKeys());
  }

  @Override
  public Rows<KeyId, Key> visibleKeys(KmsInstanceId instance) {
    return new SqlRows<>(session, new KeyShape(), Restriction.visibleKeys(instance));
  }

  @Override
  public Rows<KeyId, Key> internalKeys(KmsInstanceId instance) {
    return new SqlRows<>(session, new KeyShape(), Restriction.internalKeys(instance));
  }

  @Override
  public Rows<KeyId, Key> visibleKeys(KeyFilter filter) {
    return new SqlRows<>(
        session, new KeyShape(), KeyConditions.of(filter, Restriction.visibleKeys()));
  }

  @Override
  public List<Key> searchKeys(KeySearch search, int limit) {
    return KeySearchSql.find(session, search, limit);
  }

  @Override
  public List<KeyUses> keyUses(KeyId key, long fromDay, int limit) {
    return KeyUseRows.of(session, key, fromDay, limit);
  }

  @Override
  public void addKeyUses(KeyUses uses) {
    KeyUseRows.add(session, uses);
  }

  @Override
  public int forgetKeyUses(long beforeDay) {
    return KeyUseRows.forget(session, beforeDay);
  }

  @Override
  public List<KeyTag> keyTags(TagSearch search, int limit) {
    return KeyTagSearch.find(session, search, limit);
  }

  @Override
  public List<KekUse> kekUses(KmsInstanceId instance) {
    return KekUses.of(session, instance);
  }

  @Override
  public Rows<KeyId, Key> keysToDestroy(Instant now) {
    return new SqlRows<>(session, new KeyShape(), Restriction.keysToDestroy(now));
  }

  @Override
  public Rows<KeyId, Key> keysToRotate(Instant now) {
    return new SqlRows<>(session, new KeyShape(), Restriction.keysToRotate(now));
  }

  @Override
  public Rows<KeyId, Key> keysWithEndedMaterial(Instant now) {
    return new SqlRows<>(session, new KeyShape(), Restriction.keysWithEndedMaterial(now));
  }

  @Override
  public Table<ImportTicketId, ImportTicket> importTickets() {
    return new SqlTable<>(session, new ImportTicketShape());
  }

  @Override
  public Rows<ImportTicketId, ImportTicket> importTickets(KeyId key) {
    return new SqlRows<>(session, new ImportTicketShape(), Restriction.of(key));
  }

  @Override
  public Rows<ImportTicketId, ImportTicket> endedImportTickets(Instant now) {
    return new SqlRows<>(session, new ImportTicketShape(), Restriction.endedBy(now));
  }

  @Override
  public Table<KeyId, ImportedMaterial> importedMaterials() {
    return new SqlTable<>(session, new ImportedMaterialShape());
  }

  @Override
  public Table<KeyVersionId, Remnant> remnants() {
    return new SqlTable<>(session, new RemnantShape());
  }

  @Override
  public Rows<KeyVersionId, Remnant> remnants(KmsInstanceId instance) {
    return new SqlRows<>(session, new RemnantShape(), Restriction.equal("instance_id", instance));
  }

  @Override
  public Optional<MigratedVersion> migrated(KeyVersionId version) {
    return MigratedRows.of(session, version);
  }

  @Override
  public List<KeyId> keysToMigrate(
      KmsInstanceId instance, ClusterId cluster, String after, int limit) {
    return MigratedRows.left(session, instance, cluster, after, limit);
  }

  @Override
  public void keepMigrated(MigratedVersion version) {
    MigratedRows.keep(session, version);
  }

  @Override
  public int adoptMigrated(KmsInstanceId instance, ProtectionLevel level) {
    return MigratedRows.adopt(session, instance, level);
  }

  @Override
  public void forgetMigrated(KmsInstanceId instance) {
    MigratedRows.forget(session, instance);
  }

  @Override
  public Table<AliasName, Alias> aliases() {
    return new SqlTable<>(session, new AliasShape());
  }

  @Override
  public Rows<AliasName, Alias> aliases(KeyId key) {
    return new SqlRows<>(session, new AliasShape(), Restriction.of(key));
  }

  @Override
  public long keysOf(KmsInstanceId instance) {
    return session
        .first(KEYS_OF, Row.of("id", instance.value()), columns -> columns.whole("n"))
        .orElse(0L);
  }

  @Override
  public Table<KmsInstanceId, KmsInstance> instances() {
    return new SqlTable<>(session, new InstanceShape());
  }

  @Override
  public Table<HsmId, RegisteredHsm> registeredHsms() {
    return new SqlTable<>(session, new RegisteredHsmShape());
  }

  @Override
  public Table<HsmJobId, HsmJob> hsmJobs() {
    return new SqlTable<>(session, new HsmJobShape());
  }

  @Override
  public Table<ClusterId, HsmCluster> clusters() {
    return new SqlTable<>(session, new ClusterShape());
  }

  @Override
  public Table<NetworkRuleName, NetworkRule> networkRules() {
    return new SqlTable<>(session, new NetworkRuleShape());
  }

  @Override
  public Table<AccessPolicyName, AccessPolicy> accessPolicies() {
    return new SqlTable<>(session, new AccessPolicyShape());
  }

  @Override
  public Table<AccessPointName, ApplicationAccessPoint> accessPoints() {
    return new SqlTable<>(session, new AccessPointShape());
  }

  @Override
  public Table<ClientKeyId, ClientKey> clientKeys() {
    return new SqlTable<>(session, new ClientKeyShape());
  }

  @Override
  public RamTables ram() {
    return new SqlRam(session);
  }

  @Override
  public Table<KeyId, KeyPolicy> keyPolicies() {
    return new SqlTable<>(session, new KeyPolicyShape());
  }

  @Override
  public Rows<String, byte[]> settings() {
    return new SqlRows<>(session, new Settings());
  }

  @Override
  public void putSetting(String name, byte[] value) {
    new Settings()
        .put(
            session,
            Row.of("name", name).bytes("value", value).time("created_at", clock.instant()));
  }

  @Override
  public List<AuditHead> auditHeads(long from, int limit) {
    return new AuditHeads(session).from(from, limit);
  }

  @Override
  public Optional<AuditHead> newestAuditHead() {
    return new AuditHeads(session).newest();
  }

  @Override
  public void appendAuditHead(AuditHead head) {
    new AuditHeads(session).append(head);
  }

  @Override
  public int pruneAuditHeads(long below) {
    return new AuditHeads(session).prune(below);
  }

  @Override
  public int thinAuditHeads(Instant before, long stretchMillis, int limit) {
    return new AuditHeads(session).thin(before, stretchMillis, limit);
  }
}
