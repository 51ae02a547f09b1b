package coffer.store;

import coffer.model.AccessKey;
import coffer.model.AccessKeyId;
import coffer.model.Attachment;
import coffer.model.EntityId;
import coffer.model.Group;
import coffer.model.LoginProfile;
import coffer.model.ManagedPolicy;
import coffer.model.Membership;
import coffer.model.MfaDevice;
import coffer.model.MfaSerial;
import coffer.model.PolicyName;
import coffer.model.Role;
import coffer.model.User;

/// What `RamSnapshot` reads, to be changed.
public interface RamTables extends RamSnapshot {
  @Override
  Table<AccessKeyId, AccessKey> accessKeys();

  @Override
  Table<EntityId, User> users();

  @Override
  Table<EntityId, Group> groups();

  @Override
  Table<Membership.Id, Membership> memberships();

  @Override
  Table<EntityId, Role> roles();

  @Override
  Table<PolicyName, ManagedPolicy> managedPolicies();

  @Override
  Table<Attachment.Id, Attachment> attachments();

  @Override
  Table<EntityId, LoginProfile> loginProfiles();

  @Override
  Table<MfaSerial, MfaDevice> mfaDevices();
}
