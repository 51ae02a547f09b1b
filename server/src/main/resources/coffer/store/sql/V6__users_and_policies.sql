-- Users, groups, roles and their policies; policies of keys.
--
-- Ids of users, groups and roles are for life, names can change; both are unique, each kind for itself. Which of them
-- may go while another row names it is a rule of the service, kept in the transaction that deletes it. The service's own
-- policies are part of the build, so that attachments name policies that have no row.

CREATE TABLE ram_users (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  display_name TEXT NOT NULL,
  mobile_phone TEXT NOT NULL,
  email TEXT NOT NULL,
  comments TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  last_login_at BIGINT,
  rev BIGINT NOT NULL
);
CREATE INDEX ram_users_by_creation ON ram_users (created_at, id);

CREATE TABLE ram_groups (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  comments TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  rev BIGINT NOT NULL
);
CREATE INDEX ram_groups_by_creation ON ram_groups (created_at, id);

CREATE TABLE ram_memberships (
  id TEXT NOT NULL PRIMARY KEY,
  user_id TEXT NOT NULL,
  group_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  rev BIGINT NOT NULL
);
CREATE INDEX ram_memberships_by_creation ON ram_memberships (created_at, id);
CREATE INDEX ram_memberships_by_user ON ram_memberships (user_id);
CREATE INDEX ram_memberships_by_group ON ram_memberships (group_id);

CREATE TABLE ram_roles (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  description TEXT NOT NULL,
  trust_policy TEXT NOT NULL,
  session_seconds_max BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  rev BIGINT NOT NULL
);
CREATE INDEX ram_roles_by_creation ON ram_roles (created_at, id);

CREATE TABLE ram_policies (
  name TEXT NOT NULL PRIMARY KEY,
  description TEXT NOT NULL,
  default_version BIGINT NOT NULL,
  newest BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  rev BIGINT NOT NULL
);
CREATE INDEX ram_policies_by_creation ON ram_policies (created_at, name);

CREATE TABLE ram_policy_versions (
  id TEXT NOT NULL PRIMARY KEY,
  policy_name TEXT NOT NULL REFERENCES ram_policies (name) ON DELETE CASCADE,
  ordinal BIGINT NOT NULL,
  version BIGINT NOT NULL,
  document TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  UNIQUE (policy_name, ordinal)
);

CREATE TABLE ram_attachments (
  id TEXT NOT NULL PRIMARY KEY,
  policy_type TEXT NOT NULL,
  policy_name TEXT NOT NULL,
  entity_kind TEXT NOT NULL,
  entity_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  rev BIGINT NOT NULL
);
CREATE INDEX ram_attachments_by_creation ON ram_attachments (created_at, id);
CREATE INDEX ram_attachments_by_policy ON ram_attachments (policy_name);
CREATE INDEX ram_attachments_by_entity ON ram_attachments (entity_id);

CREATE TABLE ram_login_profiles (
  user_id TEXT NOT NULL PRIMARY KEY,
  password_hash TEXT NOT NULL,
  reset_required SMALLINT NOT NULL,
  mfa_required SMALLINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  rev BIGINT NOT NULL
);
CREATE INDEX ram_login_profiles_by_creation ON ram_login_profiles (created_at, user_id);

CREATE TABLE ram_mfa_devices (
  serial TEXT NOT NULL PRIMARY KEY,
  sealed_seed BYTEA NOT NULL,
  user_id TEXT,
  last_step BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  bound_at BIGINT,
  rev BIGINT NOT NULL
);
CREATE INDEX ram_mfa_devices_by_creation ON ram_mfa_devices (created_at, serial);
CREATE INDEX ram_mfa_devices_by_user ON ram_mfa_devices (user_id);

CREATE TABLE key_policies (
  key_id TEXT NOT NULL PRIMARY KEY,
  document TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  rev BIGINT NOT NULL
);
CREATE INDEX key_policies_by_creation ON key_policies (created_at, key_id);

-- `owner` is a user's id from now on, still empty for the account's root; nobody else had keys before.
ALTER TABLE access_keys ADD COLUMN last_used_at BIGINT;
CREATE INDEX access_keys_by_owner ON access_keys (owner);
