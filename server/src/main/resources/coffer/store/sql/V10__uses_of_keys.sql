-- How often keys were used, by day of UTC, and by whom last. Written once a minute.
CREATE TABLE key_uses (
  key_id TEXT NOT NULL REFERENCES keys (id) ON DELETE CASCADE,
  day BIGINT NOT NULL,
  calls BIGINT NOT NULL,
  last_at BIGINT NOT NULL,
  last_by TEXT NOT NULL,
  PRIMARY KEY (key_id, day)
);
CREATE INDEX key_uses_by_day ON key_uses (day);
