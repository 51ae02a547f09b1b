-- The keys of an instance by where they rest, and versions by the KEK that wraps them.
CREATE INDEX keys_by_storage ON keys (instance_id, storage, created_at, id);
CREATE INDEX key_versions_by_kek ON key_versions (kek_version);
