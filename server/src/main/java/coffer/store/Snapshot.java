package coffer.store;

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
import coffer.model.RegisteredHsm;
import coffer.model.Remnant;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One committed state, for reading.
public interface Snapshot {
  Rows<KeyId, Key> keys();

  /// The key that owns a version.
  Optional<KeyId> keyOfVersion(KeyVersionId version);

  /// The keys that callers may know of: all but those in Destroying.
  Rows<KeyId, Key> visibleKeys();

  /// The same, of one instance.
  Rows<KeyId, Key> visibleKeys(KmsInstanceId instance);

  /// Of these, the ones that rest inside the HSMs.
  Rows<KeyId, Key> internalKeys(KmsInstanceId instance);

  /// The same, that are looked for.
  Rows<KeyId, Key> visibleKeys(KeyFilter filter);

  /// Tags of such keys, by key and then by tag.
  ///
  /// @param limit tags at most, 1 to 1,000
  List<KeyTag> keyTags(TagSearch search, int limit);

  /// How many versions of an instance's keys each KEK wraps, those in Destroying left out.
  List<KekUse> kekUses(KmsInstanceId instance);

  /// The keys whose deletion window has ended by `now`, and those in Destroying.
  Rows<KeyId, Key> keysToDestroy(Instant now);

  /// At most `limit` keys, sorted as the search wants them; none that is being destroyed.
  List<Key> searchKeys(KeySearch search, int limit);

  /// Uses of a key from a day on, oldest first.
  List<KeyUses> keyUses(KeyId key, long fromDay, int limit);

  /// The enabled keys whose next rotation is due by `now`.
  Rows<KeyId, Key> keysToRotate(Instant now);

  /// The keys whose imported material has ended by `now`.
  Rows<KeyId, Key> keysWithEndedMaterial(Instant now);

  Rows<ImportTicketId, ImportTicket> importTickets();

  /// The import tickets of one key.
  Rows<ImportTicketId, ImportTicket> importTickets(KeyId key);

  /// The import tickets that have ended by `now`.
  Rows<ImportTicketId, ImportTicket> endedImportTickets(Instant now);

  Rows<KeyId, ImportedMaterial> importedMaterials();

  Rows<KeyVersionId, Remnant> remnants();

  /// Those of one instance's HSMs.
  Rows<KeyVersionId, Remnant> remnants(KmsInstanceId instance);

  /// The copy of a version under another cluster's KEK, while its instance moves there.
  Optional<MigratedVersion> migrated(KeyVersionId version);

  /// Keys of an instance of which the other cluster holds no true copy yet, by id.
  ///
  /// @param after the last one that was seen; empty at first
  List<KeyId> keysToMigrate(KmsInstanceId instance, ClusterId cluster, String after, int limit);

  Rows<AliasName, Alias> aliases();

  /// The aliases of one key.
  Rows<AliasName, Alias> aliases(KeyId key);

  /// How many keys an instance holds, in any state.
  long keysOf(KmsInstanceId instance);

  Rows<KmsInstanceId, KmsInstance> instances();

  Rows<ClusterId, HsmCluster> clusters();

  /// The HSMs that are in no cluster.
  Rows<HsmId, RegisteredHsm> registeredHsms();

  /// Jobs of cluster life, those that ended among them.
  Rows<HsmJobId, HsmJob> hsmJobs();

  Rows<NetworkRuleName, NetworkRule> networkRules();

  Rows<AccessPolicyName, AccessPolicy> accessPolicies();

  Rows<AccessPointName, ApplicationAccessPoint> accessPoints();

  Rows<ClientKeyId, ClientKey> clientKeys();

  /// Users and what they may do.
  RamSnapshot ram();

  /// By the key's id.
  Rows<KeyId, KeyPolicy> keyPolicies();

  /// Single values by name: the account id, sealed service keys, the configured cluster's digest.
  Rows<String, byte[]> settings();

  /// The audit heads with a sequence of at least `from`, oldest first.
  ///
  /// @param limit heads at most, 1 to 1,000
  List<AuditHead> auditHeads(long from, int limit);

  Optional<AuditHead> newestAuditHead();
}
