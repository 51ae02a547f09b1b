package coffer.operations.catalog;

import coffer.operations.Operation;
import coffer.operations.ram.AttachPolicyToUser;
import coffer.operations.ram.CreateAccessKey;
import coffer.operations.ram.CreatePolicy;
import coffer.operations.ram.CreatePolicyVersion;
import coffer.operations.ram.CreateUser;
import coffer.operations.ram.DeleteAccessKey;
import coffer.operations.ram.DeletePolicy;
import coffer.operations.ram.DeletePolicyVersion;
import coffer.operations.ram.DeleteUser;
import coffer.operations.ram.DetachPolicyFromUser;
import coffer.operations.ram.GetAccessKeyLastUsed;
import coffer.operations.ram.GetPolicy;
import coffer.operations.ram.GetPolicyVersion;
import coffer.operations.ram.GetUser;
import coffer.operations.ram.ListAccessKeys;
import coffer.operations.ram.ListEntitiesForPolicy;
import coffer.operations.ram.ListPolicies;
import coffer.operations.ram.ListPoliciesForUser;
import coffer.operations.ram.ListPolicyVersions;
import coffer.operations.ram.ListUsers;
import coffer.operations.ram.SetDefaultPolicyVersion;
import coffer.operations.ram.UpdateAccessKey;
import coffer.operations.ram.UpdateUser;
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
        AttachPolicyToUser.OPERATION,
        CreatePolicy.OPERATION,
        CreatePolicyVersion.OPERATION,
        DeletePolicy.OPERATION,
        DeletePolicyVersion.OPERATION,
        DetachPolicyFromUser.OPERATION,
        GetPolicy.OPERATION,
        GetPolicyVersion.OPERATION,
        ListEntitiesForPolicy.OPERATION,
        ListPolicies.OPERATION,
        ListPoliciesForUser.OPERATION,
        ListPolicyVersions.OPERATION,
        SetDefaultPolicyVersion.OPERATION);
  }
}
