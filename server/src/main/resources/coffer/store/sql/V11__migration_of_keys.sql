-- Key versions whose material another cluster holds already, until their instance is bound to it. `source_mac` is the row
-- MAC of the version that was copied. `public_key` is NULL when empty; `fingerprint` is of imported material only. A row
-- goes with its version, and with the version's material: that is a rule of the service, kept in the transaction that
-- erases it.
CREATE TABLE migrated_versions (
  version_id TEXT NOT NULL PRIMARY KEY REFERENCES key_versions (id) ON DELETE CASCADE,
  cluster_id TEXT NOT NULL,
  source_mac BYTEA NOT NULL,
  kek_version BIGINT NOT NULL,
  wrap_format TEXT NOT NULL,
  wrapped BYTEA NOT NULL,
  public_key BYTEA,
  row_mac BYTEA NOT NULL,
  fingerprint BYTEA,
  created_at BIGINT NOT NULL
);
