-- The first schema. One subset of SQL that SQLite and PostgreSQL both take: TEXT, BIGINT, SMALLINT, BYTEA.
--
-- Instants are BIGINT milliseconds since 1970, flags are SMALLINT 0 or 1, enums are their wire names, ids are made by
-- the service. NULL means absent. `rev` counts the changes of a row: an update names the revision it was made from.
-- Text is ordered by code point; a PostgreSQL database is therefore made with the collation C.
--
-- Rows refer to rows of another kind by id without a foreign key: which of them may go while another names it is a rule
-- of the service, with an error code of its own. Foreign keys hold only what is part of one record.
--
-- Lists of names and addresses are JSON arrays of text: they are read and written whole with their record, their order
-- and repetitions count, and nothing searches them in SQL. Versions and members have ids of their own, so they are rows.
--
-- Pages are in order of creation, then id: every paged table has that index.

CREATE TABLE instances (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  status TEXT NOT NULL,
  reason TEXT,
  cluster_id TEXT,
  sealed_password BYTEA,
  security_domain_certificate TEXT,
  is_default SMALLINT NOT NULL,
  created_at BIGINT NOT NULL,
  rev BIGINT NOT NULL
);
CREATE INDEX instances_by_creation ON instances (created_at, id);

CREATE TABLE clusters (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  master TEXT,
  cluster_certificate TEXT,
  owner_certificate TEXT,
  kek_version BIGINT NOT NULL,
  sealed SMALLINT NOT NULL,
  created_at BIGINT NOT NULL,
  rev BIGINT NOT NULL
);
CREATE INDEX clusters_by_creation ON clusters (created_at, id);

-- The primary key says that an HSM is a member of at most one cluster.
CREATE TABLE cluster_members (
  id TEXT NOT NULL PRIMARY KEY,
  cluster_id TEXT NOT NULL REFERENCES clusters (id) ON DELETE CASCADE,
  ordinal BIGINT NOT NULL,
  uri TEXT NOT NULL,
  zone TEXT NOT NULL,
  label TEXT NOT NULL,
  serial TEXT NOT NULL,
  ident_certificate TEXT,
  holds_domain_keys SMALLINT NOT NULL,
  warnings TEXT NOT NULL,
  joined_at BIGINT NOT NULL,
  UNIQUE (cluster_id, ordinal)
);

CREATE TABLE keys (
  id TEXT NOT NULL PRIMARY KEY,
  instance_id TEXT NOT NULL,
  spec TEXT NOT NULL,
  usage TEXT NOT NULL,
  secondary_usage TEXT,
  state TEXT NOT NULL,
  origin TEXT NOT NULL,
  protection_level TEXT NOT NULL,
  storage TEXT NOT NULL,
  description TEXT NOT NULL,
  creator TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  delete_at BIGINT,
  material_expires_at BIGINT,
  deletion_protected SMALLINT NOT NULL,
  deletion_protection_description TEXT NOT NULL,
  rev BIGINT NOT NULL
);
CREATE INDEX keys_by_creation ON keys (created_at, id);

-- A ciphertext names only the version, so a version's id is unique among all keys. Material is there as a whole or not
-- at all; `public_key` and `row_mac` are NULL when empty.
CREATE TABLE key_versions (
  id TEXT NOT NULL PRIMARY KEY,
  key_id TEXT NOT NULL REFERENCES keys (id) ON DELETE CASCADE,
  ordinal BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  kek_version BIGINT,
  wrap_format TEXT,
  wrapped BYTEA,
  public_key BYTEA,
  row_mac BYTEA,
  UNIQUE (key_id, ordinal),
  CHECK ((wrapped IS NULL) = (kek_version IS NULL)),
  CHECK ((wrapped IS NULL) = (wrap_format IS NULL)),
  CHECK (wrapped IS NOT NULL OR public_key IS NULL)
);

CREATE TABLE network_rules (
  name TEXT NOT NULL PRIMARY KEY,
  source_private_ip TEXT NOT NULL,
  description TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  rev BIGINT NOT NULL
);
CREATE INDEX network_rules_by_creation ON network_rules (created_at, name);

CREATE TABLE access_policies (
  name TEXT NOT NULL PRIMARY KEY,
  instance_id TEXT NOT NULL,
  permissions TEXT NOT NULL,
  resources TEXT NOT NULL,
  network_rules TEXT NOT NULL,
  description TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  rev BIGINT NOT NULL
);
CREATE INDEX access_policies_by_creation ON access_policies (created_at, name);

CREATE TABLE access_points (
  name TEXT NOT NULL PRIMARY KEY,
  policies TEXT NOT NULL,
  description TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  rev BIGINT NOT NULL
);
CREATE INDEX access_points_by_creation ON access_points (created_at, name);

CREATE TABLE client_keys (
  id TEXT NOT NULL PRIMARY KEY,
  access_point TEXT NOT NULL,
  certificate BYTEA NOT NULL,
  not_before BIGINT NOT NULL,
  not_after BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  rev BIGINT NOT NULL
);
CREATE INDEX client_keys_by_creation ON client_keys (created_at, id);

-- `owner` is a user name, empty for the account's root.
CREATE TABLE access_keys (
  id TEXT NOT NULL PRIMARY KEY,
  owner TEXT NOT NULL,
  sealed_secret BYTEA NOT NULL,
  active SMALLINT NOT NULL,
  created_at BIGINT NOT NULL,
  rev BIGINT NOT NULL
);
CREATE INDEX access_keys_by_creation ON access_keys (created_at, id);

CREATE TABLE settings (
  name TEXT NOT NULL PRIMARY KEY,
  value BYTEA NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX settings_by_creation ON settings (created_at, name);

CREATE TABLE audit_heads (
  sequence BIGINT NOT NULL PRIMARY KEY,
  hash BYTEA NOT NULL,
  recorded_at BIGINT NOT NULL,
  signer TEXT NOT NULL,
  signature BYTEA NOT NULL
);
