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
import coffer.model.ProtectionLevel;
import coffer.model.RegisteredHsm;
import coffer.model.Remnant;
import java.time.Instant;

/// One atomic change; reads see what it wrote.
public interface Transaction extends Snapshot {
  @Override
  Table<KeyId, Key> keys();

  @Override
  Table<ImportTicketId, ImportTicket> importTickets();

  @Override
  Table<KeyId, ImportedMaterial> importedMaterials();

  @Override
  Table<KeyVersionId, Remnant> remnants();

  @Override
  Table<AliasName, Alias> aliases();

  @Override
  Table<KmsInstanceId, KmsInstance> instances();

  @Override
  Table<ClusterId, HsmCluster> clusters();

  @Override
  Table<HsmId, RegisteredHsm> registeredHsms();

  @Override
  Table<HsmJobId, HsmJob> hsmJobs();

  @Override
  Table<NetworkRuleName, NetworkRule> networkRules();

  @Override
  Table<AccessPolicyName, AccessPolicy> accessPolicies();

  @Override
  Table<AccessPointName, ApplicationAccessPoint> accessPoints();

  @Override
  Table<ClientKeyId, ClientKey> clientKeys();

  @Override
  RamTables ram();

  @Override
  Table<KeyId, KeyPolicy> keyPolicies();

  /// Adds to the calls of that day; nothing for a key that is gone.
  void addKeyUses(KeyUses uses);

  /// Forgets the uses of earlier days.
  ///
  /// @return how many rows there were
  int forgetKeyUses(long beforeDay);

  /// Keeps the copy of a version, unless the version changed since it was made.
  void keepMigrated(MigratedVersion version);

  /// Puts the copies in their originals' place, which all have one; import tickets, and what was
  /// known of imported material that is gone, go: they were the former cluster's.
  ///
  /// @return how many versions
  int adoptMigrated(KmsInstanceId instance, ProtectionLevel level);

  /// Forgets all copies of an instance's versions.
  void forgetMigrated(KmsInstanceId instance);

  /// Inserts or replaces.
  void putSetting(String name, byte[] value);

  /// Throws `StoreException` DUPLICATE when its sequence is taken.
  void appendAuditHead(AuditHead head);

  /// Forgets the audit heads with a sequence below this one; the newest of all always stays.
  ///
  /// @return how many there were
  int pruneAuditHeads(long below);

  /// Of the heads recorded before `before`, keeps the newest of each stretch of `stretchMillis`;
  /// the newest of all always stays.
  ///
  /// @param limit heads removed at most
  /// @return how many went
  int thinAuditHeads(Instant before, long stretchMillis, int limit);
}
