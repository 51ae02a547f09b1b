-- What the import of key material asks of the store. That rows of a key go with it is a rule of the service, kept in the
-- transaction that destroys it.

-- Invitations: the private half of the wrapping pair is wrapped under the KEK like every key.
CREATE TABLE import_tickets (
  id TEXT NOT NULL PRIMARY KEY,
  key_id TEXT NOT NULL,
  algorithm TEXT NOT NULL,
  kek_version BIGINT NOT NULL,
  wrap_format TEXT NOT NULL,
  wrapped BYTEA NOT NULL,
  public_key BYTEA NOT NULL,
  attempts BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  rev BIGINT NOT NULL
);
CREATE INDEX import_tickets_by_creation ON import_tickets (created_at, id);
CREATE INDEX import_tickets_by_key ON import_tickets (key_id, created_at, id);
CREATE INDEX import_tickets_by_end ON import_tickets (expires_at);

-- The fingerprint outlives the material, so that no other takes its place.
CREATE TABLE imported_materials (
  key_id TEXT NOT NULL PRIMARY KEY,
  fingerprint BYTEA NOT NULL,
  created_at BIGINT NOT NULL,
  rev BIGINT NOT NULL
);
CREATE INDEX imported_materials_by_creation ON imported_materials (created_at, key_id);

-- Keys whose material has ended.
CREATE INDEX keys_by_material_end ON keys (material_expires_at);
