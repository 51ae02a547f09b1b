package coffer.store;

import coffer.model.AccessKey;
import coffer.model.AccessKeyId;
import coffer.model.Attachment;
import coffer.model.EntityId;
import coffer.model.Group;
import coffer.model.GroupName;
import coffer.model.LoginProfile;
import coffer.model.ManagedPolicy;
import coffer.model.Membership;
import coffer.model.MfaDevice;
import coffer.model.MfaSerial;
import coffer.model.PolicyName;
import coffer.model.PolicyRef;
import coffer.model.Role;
import coffer.model.RoleName;
import coffer.model.User;
import coffer.model.UserName;
import java.util.Optional;

/// Users, groups and roles, what proves who they are, and what they may do.
public interface RamSnapshot {
  Rows<AccessKeyId, AccessKey> accessKeys();

  /// The access keys of one user.
  Rows<AccessKeyId, AccessKey> accessKeys(EntityId user);

  Rows<EntityId, User> users();

  Optional<User> user(UserName name);

  Rows<EntityId, Group> groups();

  Optional<Group> group(GroupName name);

  Rows<Membership.Id, Membership> memberships();

  /// Those of one user, or of one group.
  Rows<Membership.Id, Membership> memberships(EntityId userOrGroup);

  Rows<EntityId, Role> roles();

  Optional<Role> role(RoleName name);

  Rows<PolicyName, ManagedPolicy> managedPolicies();

  Rows<Attachment.Id, Attachment> attachments();

  /// What is attached to one user, group or role.
  Rows<Attachment.Id, Attachment> attachments(EntityId entity);

  /// What one policy is attached to.
  Rows<Attachment.Id, Attachment> attachments(PolicyRef policy);

  /// By the user's id.
  Rows<EntityId, LoginProfile> loginProfiles();

  Rows<MfaSerial, MfaDevice> mfaDevices();

  /// The devices that are bound to a user.
  Rows<MfaSerial, MfaDevice> mfaDevices(EntityId user);
}
