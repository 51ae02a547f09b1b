package coffer.store.sql;

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
import coffer.store.RamTables;
import coffer.store.Rows;
import coffer.store.Table;
import java.util.Optional;

/// Tables of RAM over one session.
final class SqlRam implements RamTables {
  private final Session session;

  SqlRam(Session session) {
    this.session = session;
  }

  @Override
  public Table<AccessKeyId, AccessKey> accessKeys() {
    return new SqlTable<>(session, new AccessKeyShape());
  }

  @Override
  public Table<EntityId, User> users() {
    return new SqlTable<>(session, new UserShape());
  }

  @Override
  public Table<EntityId, Group> groups() {
    return new SqlTable<>(session, new GroupShape());
  }

  @Override
  public Table<Membership.Id, Membership> memberships() {
    return new SqlTable<>(session, new MembershipShape());
  }

  @Override
  public Table<EntityId, Role> roles() {
    return new SqlTable<>(session, new RoleShape());
  }

  @Override
  public Table<PolicyName, ManagedPolicy> managedPolicies() {
    return new SqlTable<>(session, new ManagedPolicyShape());
  }

  @Override
  public Table<Attachment.Id, Attachment> attachments() {
    return new SqlTable<>(session, new AttachmentShape());
  }

  @Override
  public Table<EntityId, LoginProfile> loginProfiles() {
    return new SqlTable<>(session, new LoginProfileShape());
  }

  @Override
  public Table<MfaSerial, MfaDevice> mfaDevices() {
    return new SqlTable<>(session, new MfaDeviceShape());
  }

  @Override
  public Rows<AccessKeyId, AccessKey> accessKeys(EntityId user) {
    return new SqlRows<>(session, new AccessKeyShape(), Restriction.equal("owner", user));
  }

  @Override
  public Optional<User> user(UserName name) {
    return first(new SqlRows<>(session, new UserShape(), Restriction.equal("name", name)));
  }

  @Override
  public Optional<Group> group(GroupName name) {
    return first(new SqlRows<>(session, new GroupShape(), Restriction.equal("name", name)));
  }

  @Override
  public Optional<Role> role(RoleName name) {
    return first(new SqlRows<>(session, new RoleShape(), Restriction.equal("name", name)));
  }

  private static <V> Optional<V> first(Rows<?, V> rows) {
    return rows.page(0, 1).stream().findFirst();
  }

  @Override
  public Rows<Membership.Id, Membership> memberships(EntityId userOrGroup) {
    return new SqlRows<>(session, new MembershipShape(), Restriction.membershipsOf(userOrGroup));
  }

  @Override
  public Rows<Attachment.Id, Attachment> attachments(EntityId entity) {
    return new SqlRows<>(session, new AttachmentShape(), Restriction.equal("entity_id", entity));
  }

  @Override
  public Rows<Attachment.Id, Attachment> attachments(PolicyRef policy) {
    return new SqlRows<>(session, new AttachmentShape(), Restriction.attachmentsOf(policy));
  }

  @Override
  public Rows<MfaSerial, MfaDevice> mfaDevices(EntityId user) {
    return new SqlRows<>(session, new MfaDeviceShape(), Restriction.equal("user_id", user));
  }
}
