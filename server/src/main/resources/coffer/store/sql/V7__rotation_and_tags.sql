-- Keys that get new versions by themselves, and tags of keys.
--
-- `rotate_at` is the newest version's creation and the interval added up, so that what is due can be found.

ALTER TABLE keys ADD COLUMN rotation_seconds BIGINT;
ALTER TABLE keys ADD COLUMN rotate_at BIGINT;
CREATE INDEX keys_by_rotation ON keys (state, rotate_at);

CREATE TABLE key_tags (
  key_id TEXT NOT NULL REFERENCES keys (id) ON DELETE CASCADE,
  tag_key TEXT NOT NULL,
  tag_value TEXT NOT NULL,
  PRIMARY KEY (key_id, tag_key)
);
CREATE INDEX key_tags_by_tag ON key_tags (tag_key, tag_value, key_id);
