package coffer.operations.catalog;

import coffer.operations.Operation;
import coffer.operations.ram.AddUserToGroup;
import coffer.operations.ram.AttachPolicyToGroup;
import coffer.operations.ram.AttachPolicyToRole;
import coffer.operations.ram.AttachPolicyToUser;
import coffer.operations.ram.BindMFADevice;
import coffer.operations.ram.CreateAccessKey;
import coffer.operations.ram.CreateGroup;
import coffer.operations.ram.CreateLoginProfile;
import coffer.operations.ram.CreatePolicy;
import coffer.operations.ram.CreatePolicyVersion;
import coffer.operations.ram.CreateRole;
import coffer.operations.ram.CreateUser;
import coffer.operations.ram.CreateVirtualMFADevice;
import coffer.operations.ram.DeleteAccessKey;
import coffer.operations.ram.DeleteGroup;
import coffer.operations.ram.DeleteLoginProfile;
import coffer.operations.ram.DeletePolicy;
import coffer.operations.ram.DeletePolicyVersion;
import coffer.operations.ram.DeleteRole;
import coffer.operations.ram.DeleteUser;
import coffer.operations.ram.DeleteVirtualMFADevice;
import coffer.operations.ram.DetachPolicyFromGroup;
import coffer.operations.ram.DetachPolicyFromRole;
import coffer.operations.ram.DetachPolicyFromUser;
import coffer.operations.ram.GetAccessKeyLastUsed;
import coffer.operations.ram.GetGroup;
import coffer.operations.ram.GetLoginProfile;
import coffer.operations.ram.GetPolicy;
import coffer.operations.ram.GetPolicyVersion;
import coffer.operations.ram.GetRole;
import coffer.operations.ram.GetUser;
import coffer.operations.ram.GetUserMFAInfo;
import coffer.operations.ram.ListAccessKeys;
import coffer.operations.ram.ListEntitiesForPolicy;
import coffer.operations.ram.ListGroups;
import coffer.operations.ram.ListGroupsForUser;
import coffer.operations.ram.ListPolicies;
import coffer.operations.ram.ListPoliciesForGroup;
import coffer.operations.ram.ListPoliciesForRole;
import coffer.operations.ram.ListPoliciesForUser;
import coffer.operations.ram.ListPolicyVersions;
import coffer.operations.ram.ListRoles;
import coffer.operations.ram.ListUsers;
import coffer.operations.ram.ListUsersForGroup;
import coffer.operations.ram.ListVirtualMFADevices;
import coffer.operations.ram.RemoveUserFromGroup;
import coffer.operations.ram.SetDefaultPolicyVersion;
import coffer.operations.ram.UnbindMFADevice;
import coffer.operations.ram.UpdateAccessKey;
import coffer.operations.ram.UpdateGroup;
import coffer.operations.ram.UpdateLoginProfile;
import coffer.operations.ram.UpdateRole;
import coffer.operations.ram.UpdateUser;
import coffer.operations.sts.AssumeRole;
import coffer.operations.sts.GetCallerIdentity;
import java.util.List;

/// The part of the list that is about users and what they may do.
final class RamCatalog {
  private RamCatalog() {}

  static List<Operation<?, ?>> all() {
    return List.of(
        CreateUser.OPERATION,
        DeleteUser.OPERATION,
        GetUser.OPERATION,
        ListUsers.OPERATION,
        UpdateUser.OPERATION,
        CreateAccessKey.OPERATION,
        DeleteAccessKey.OPERATION,
        GetAccessKeyLastUsed.OPERATION,
        ListAccessKeys.OPERATION,
        UpdateAccessKey.OPERATION,
        CreateLoginProfile.OPERATION,
        DeleteLoginProfile.OPERATION,
        GetLoginProfile.OPERATION,
        UpdateLoginProfile.OPERATION,
        BindMFADevice.OPERATION,
        CreateVirtualMFADevice.OPERATION,
        DeleteVirtualMFADevice.OPERATION,
        GetUserMFAInfo.OPERATION,
        ListVirtualMFADevices.OPERATION,
        UnbindMFADevice.OPERATION,
        AddUserToGroup.OPERATION,
        CreateGroup.OPERATION,
        DeleteGroup.OPERATION,
        GetGroup.OPERATION,
        ListGroups.OPERATION,
        ListGroupsForUser.OPERATION,
        ListUsersForGroup.OPERATION,
        RemoveUserFromGroup.OPERATION,
        UpdateGroup.OPERATION,
        CreateRole.OPERATION,
        DeleteRole.OPERATION,
        GetRole.OPERATION,
        ListRoles.OPERATION,
        UpdateRole.OPERATION,
        AttachPolicyToGroup.OPERATION,
        AttachPolicyToRole.OPERATION,
        AttachPolicyToUser.OPERATION,
        CreatePolicy.OPERATION,
        CreatePolicyVersion.OPERATION,
        DeletePolicy.OPERATION,
        DeletePolicyVersion.OPERATION,
        DetachPolicyFromGroup.OPERATION,
        DetachPolicyFromRole.OPERATION,
        DetachPolicyFromUser.OPERATION,
        GetPolicy.OPERATION,
        GetPolicyVersion.OPERATION,
        ListEntitiesForPolicy.OPERATION,
        ListPolicies.OPERATION,
        ListPoliciesForGroup.OPERATION,
        ListPoliciesForRole.OPERATION,
        ListPoliciesForUser.OPERATION,
        ListPolicyVersions.OPERATION,
        SetDefaultPolicyVersion.OPERATION,
        AssumeRole.OPERATION,
        GetCallerIdentity.OPERATION);
  }
}
