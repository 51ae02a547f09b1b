-- Aliases, and what the life of keys asks of the store.
--
-- An alias names one key; a key may have several. That they go with their key is a rule of the service, kept in the
-- transaction that destroys it.

CREATE TABLE aliases (
  name TEXT NOT NULL PRIMARY KEY,
  key_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  rev BIGINT NOT NULL
);
CREATE INDEX aliases_by_creation ON aliases (created_at, name);
CREATE INDEX aliases_by_key ON aliases (key_id, created_at, name);

-- Keys of one instance in order of creation; keys whose deletion is due.
CREATE INDEX keys_by_instance ON keys (instance_id, created_at, id);
CREATE INDEX keys_by_state ON keys (state, delete_at);
