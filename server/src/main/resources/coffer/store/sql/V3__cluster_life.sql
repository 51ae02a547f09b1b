-- What the life of HSM clusters asks of the store. A cluster that is there already was made whole by the server.

ALTER TABLE clusters ADD COLUMN csr TEXT;
ALTER TABLE clusters ADD COLUMN initialized SMALLINT NOT NULL DEFAULT 1;
ALTER TABLE clusters ADD COLUMN crypto_user SMALLINT NOT NULL DEFAULT 1;
ALTER TABLE cluster_members ADD COLUMN remark TEXT NOT NULL DEFAULT '';

-- HSMs outside any cluster. That an id is here or among the members, never both, is a rule of the service, kept in the
-- transaction that moves it.
CREATE TABLE registered_hsms (
  id TEXT NOT NULL PRIMARY KEY,
  uri TEXT NOT NULL,
  zone TEXT NOT NULL,
  label TEXT NOT NULL,
  serial TEXT NOT NULL,
  remark TEXT NOT NULL,
  enrolled SMALLINT NOT NULL,
  created_at BIGINT NOT NULL,
  rev BIGINT NOT NULL
);
CREATE INDEX registered_hsms_by_creation ON registered_hsms (created_at, id);
