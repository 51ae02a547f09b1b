-- Key versions that must not stay inside HSMs. What is inside one and neither here nor a key's is left alone: this store may be
-- older than its HSMs.
CREATE TABLE remnants (
  version_id TEXT NOT NULL PRIMARY KEY,
  instance_id TEXT NOT NULL,
  cause TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  rev BIGINT NOT NULL
);
CREATE INDEX remnants_by_creation ON remnants (created_at, version_id);
CREATE INDEX remnants_by_instance ON remnants (instance_id, created_at, version_id);
