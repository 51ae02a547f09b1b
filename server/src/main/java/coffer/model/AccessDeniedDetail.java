package coffer.model;

/// Why a call was not allowed, for the one that called: nothing of what policies say, only which
/// kind of policy decided and what would have been needed.
///
/// @param action `kms:Encrypt`
/// @param resource its ARN
/// @param principalType SubUser or AssumedRoleUser
/// @param account that the caller is of
/// @param principal the user's id, or role id and session
/// @param noPermissionType ExplicitDeny or ImplicitDeny
/// @param policyType of the policy that decided, or that should have allowed
public record AccessDeniedDetail(
    String action,
    String resource,
    String principalType,
    String account,
    String principal,
    String noPermissionType,
    String policyType) {}
