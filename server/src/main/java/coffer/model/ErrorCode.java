package coffer.model;

/// Every way a request can be refused, with its HTTP status, its documented code and its stock
/// message. Wire protocols render a code; they never invent one. Constants are never renamed: their
/// names stand in audit records.
public enum ErrorCode {
  // Requests that are wrong in themselves.
  MISSING_PARAMETER(400, "MissingParameter", "A required parameter is not provided."),
  INVALID_PARAMETER(400, "InvalidParameter", "The specified parameter is not valid."),
  PARSE_REQUEST_PARAMETER(
      400, "ParseRequestParameterException", "Server parse parameters exception."),
  UNSUPPORTED_OPERATION(400, "UnsupportedOperation", "This action is not supported."),
  REJECTED_UNSUPPORTED_OPERATION(400, "Rejected.UnsupportedOperation", "Unsupported operation."),
  UNSUPPORTED_ORIGIN(400, "Unsupported.Origin", "This key origin is not valid for this api."),
  UNSUPPORTED_ALIAS(400, "Unsupported.Alias", "Alias is not valid for this api."),
  INVALID_KEY_MATERIAL(400, "InvalidKeyMaterial", "The key material is invalid."),
  INVALID_IMPORT_TOKEN(400, "InvalidImportToken", "The import token is invalid."),
  EXPIRED_IMPORT_TOKEN(400, "ExpiredImportToken", "The import token is expired."),
  INVALID_ACTION(
      404,
      "InvalidAction.NotFound",
      "Specified api is not found, please check your url and method."),
  INVALID_VERSION(404, "InvalidVersion", "Specified parameter Version is not valid."),
  UNSUPPORTED_HTTP_METHOD(403, "UnsupportedHTTPMethod", "This http method is not supported."),
  REQUEST_TOO_LARGE(413, "InvalidParameter", "The request body is larger than the service takes."),
  URI_TOO_LONG(414, "InvalidParameter", "The request line is longer than the service takes."),
  REQUEST_TOO_SLOW(408, "InvalidParameter", "The request did not arrive in time."),
  EXPECTATION_FAILED(417, "InvalidParameter", "Nothing but 100-continue can be expected."),
  HEADERS_TOO_LARGE(431, "InvalidParameter", "The request headers are larger than allowed."),

  // Instance API: the envelope.
  INVALID_API_NAME(400, "InvalidApiName", "The ApiName is invalid."),
  INVALID_API_VERSION(400, "InvalidApiVersion", "The ApiVersion is invalid."),
  INVALID_PARAM(400, "InvalidParam", "The Param is invalid."),
  INVALID_CONTENT_TYPE(415, "InvalidContentType", "The Content-Type is unsupported."),
  REQUEST_TIME_TOO_SKEWED(
      400, "RequestTimeTooSkewed", "Request time exceeds server time more than 15 minutes."),
  SIGNATURE_NOT_MATCH(401, "SignatureNotMatch", "Signature is not matched."),
  UNAUTHORIZED(404, "Unauthorized", "The AccessKey ID does not exist in our records."),

  // OpenAPI: the envelope.
  SIGNATURE_DOES_NOT_MATCH(
      400, "SignatureDoesNotMatch", "Specified signature is not matched with our calculation."),
  INCOMPLETE_SIGNATURE(
      400,
      "IncompleteSignature",
      "The request signature does not conform to Alibaba Cloud standards."),
  INVALID_ACCESS_KEY_ID(
      404,
      "InvalidAccessKeyId.NotFound",
      "The Access Key ID provided does not exist in our records."),
  ACCESS_KEY_DISABLED(403, "Forbidden.AccessKey", "This AccessKey is not enabled."),
  INVALID_TIMESTAMP(
      400, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired."),
  SIGNATURE_NONCE_USED(400, "SignatureNonceUsed", "Specified signature nonce was used already."),

  // Permission and existence.
  NO_PERMISSION(403, "Forbidden.NoPermission", "This operation is forbidden by permission system."),
  KEY_NOT_FOUND(404, "Forbidden.KeyNotFound", "The specified Key is not found."),
  KEY_VERSION_NOT_FOUND(
      404, "Forbidden.KeyVersionNotFound", "The specified Key version is not found."),
  ALIAS_NOT_FOUND(404, "Forbidden.AliasNotFound", "The specified Alias is not found."),
  RESOURCE_NOT_FOUND(404, "Forbidden.ResourceNotFound", "The resource is not found."),
  INSTANCE_NOT_FOUND(
      404, "Forbidden.DKMSInstanceNotFound", "The specified KMS instance is not found."),
  INSTANCE_STATE_INVALID(
      409,
      "Forbidden.DKMSInstanceStateInvalid",
      "The state of the KMS instance does not allow this operation."),
  CLUSTER_STATE_INVALID(
      409,
      "Rejected.ClusterStateInvalid",
      "The state of the HSM cluster does not allow this operation."),
  ALIAS_ALREADY_EXISTS(400, "AliasAlreadyExists", "AliasName Already Exists."),
  RESOURCE_EXIST(409, "Rejected.ResourceExist", "The resource already exists."),
  RESOURCE_IN_USE(409, "Rejected.ResourceInUse", "The resource is still in use."),
  LIMIT_EXCEEDED(
      400,
      "Rejected.LimitExceeded",
      "The request was rejected because user create resource limit was exceeded."),

  FORBIDDEN_OPENED(400, "Forbidden.Opened", "The service is open already."),

  // Users, groups, roles and policies.
  RAM_NO_PERMISSION(
      403, "NoPermission", "You are not authorized to do this operation on the resource."),
  MALFORMED_POLICY_DOCUMENT(400, "MalformedPolicyDocument", "The policy document is not valid."),
  USER_NAME_LENGTH(400, "InvalidParameter.UserName.Length", "A user name has 1 to 64 characters."),
  USER_NAME_CHARACTERS(
      400,
      "InvalidParameter.UserName.InvalidChars",
      "A user name has letters, digits, \".\", \"_\" and \"-\"."),
  GROUP_NAME_LENGTH(
      400, "InvalidParameter.GroupName.Length", "A group name has 1 to 64 characters."),
  GROUP_NAME_CHARACTERS(
      400,
      "InvalidParameter.GroupName.InvalidChars",
      "A group name has letters, digits, \".\", \"_\" and \"-\"."),
  ROLE_NAME_LENGTH(400, "InvalidParameter.RoleName.Length", "A role name has 1 to 64 characters."),
  ROLE_NAME_CHARACTERS(
      400,
      "InvalidParameter.RoleName.InvalidChars",
      "A role name has letters, digits, \".\" and \"-\"."),
  POLICY_NAME_LENGTH(
      400, "InvalidParameter.PolicyName.Length", "A policy name has 1 to 128 characters."),
  POLICY_NAME_CHARACTERS(
      400,
      "InvalidParameter.PolicyName.InvalidChars",
      "A policy name has letters, digits and \"-\"."),
  PASSWORD_TOO_WEAK(
      400,
      "InvalidParameter.Password.TooWeak",
      "A password has 8 to 128 characters, of three kinds at least: small letters, capitals,"
          + " digits, others."),
  MFA_DEVICE_NAME_LENGTH(
      400,
      "InvalidParameter.VirtualMFADeviceName.Length",
      "The name of an MFA device has 1 to 64 characters."),
  MFA_DEVICE_NAME_CHARACTERS(
      400,
      "InvalidParameter.VirtualMFADeviceName.InvalidChars",
      "The name of an MFA device has letters, digits, \".\" and \"-\"."),
  MFA_CODE_FORMAT(
      400, "InvalidParameter.AuthenticationCode.Format", "An authentication code has 6 digits."),
  MFA_CODE_WRONG(
      403,
      "CheckAuthenticationCodeFail",
      "These are not two codes of the device that follow each other and are new."),
  USER_NOT_EXIST(404, "EntityNotExist.User", "The user does not exist."),
  GROUP_NOT_EXIST(404, "EntityNotExist.Group", "The group does not exist."),
  ROLE_NOT_EXIST(404, "EntityNotExist.Role", "The role does not exist."),
  POLICY_NOT_EXIST(404, "EntityNotExist.Policy", "The policy does not exist."),
  POLICY_VERSION_NOT_EXIST(
      404, "EntityNotExist.Policy.Version", "The policy version does not exist."),
  USER_ACCESS_KEY_NOT_EXIST(404, "EntityNotExist.User.AccessKey", "The access key does not exist."),
  LOGIN_PROFILE_NOT_EXIST(
      404, "EntityNotExist.User.LoginProfile", "The user has no login profile."),
  MFA_DEVICE_NOT_EXIST(404, "EntityNotExist.User.MFADevice", "The user has no MFA device bound."),
  VIRTUAL_MFA_DEVICE_NOT_EXIST(
      404, "EntityNotExist.VirtualMFADevice", "The MFA device does not exist."),
  USER_POLICY_NOT_EXIST(
      404, "EntityNotExist.User.Policy", "The policy is not attached to the user."),
  GROUP_POLICY_NOT_EXIST(
      404, "EntityNotExist.Group.Policy", "The policy is not attached to the group."),
  ROLE_POLICY_NOT_EXIST(
      404, "EntityNotExist.Role.Policy", "The policy is not attached to the role."),
  USER_GROUP_NOT_EXIST(404, "EntityNotExist.User.Group", "The user is not in the group."),
  USER_ALREADY_EXISTS(409, "EntityAlreadyExists.User", "A user of that name exists."),
  GROUP_ALREADY_EXISTS(409, "EntityAlreadyExists.Group", "A group of that name exists."),
  ROLE_ALREADY_EXISTS(409, "EntityAlreadyExists.Role", "A role of that name exists."),
  POLICY_ALREADY_EXISTS(409, "EntityAlreadyExists.Policy", "A policy of that name exists."),
  USER_POLICY_ALREADY_EXISTS(
      409, "EntityAlreadyExists.User.Policy", "The policy is attached to the user already."),
  GROUP_POLICY_ALREADY_EXISTS(
      409, "EntityAlreadyExists.Group.Policy", "The policy is attached to the group already."),
  ROLE_POLICY_ALREADY_EXISTS(
      409, "EntityAlreadyExists.Role.Policy", "The policy is attached to the role already."),
  USER_GROUP_ALREADY_EXISTS(
      409, "EntityAlreadyExists.User.Group", "The user is in the group already."),
  LOGIN_PROFILE_ALREADY_EXISTS(
      409, "EntityAlreadyExists.User.LoginProfile", "The user has a login profile already."),
  MFA_DEVICE_ALREADY_EXISTS(
      409, "EntityAlreadyExists.User.MFADevice", "The user has an MFA device bound already."),
  VIRTUAL_MFA_DEVICE_ALREADY_EXISTS(
      409, "EntityAlreadyExists.VirtualMFADevice", "An MFA device of that name exists."),
  VIRTUAL_MFA_DEVICE_ALREADY_BOUND(
      409,
      "EntityAlreadyExists.VirtualMFADevice.User",
      "The MFA device is bound to a user already."),
  DELETE_CONFLICT_USER_ACCESS_KEY(
      409, "DeleteConflict.User.AccessKey", "The user still has access keys."),
  DELETE_CONFLICT_USER_POLICY(
      409, "DeleteConflict.User.Policy", "Policies are still attached to the user."),
  DELETE_CONFLICT_USER_GROUP(409, "DeleteConflict.User.Group", "The user is still in groups."),
  DELETE_CONFLICT_USER_LOGIN_PROFILE(
      409, "DeleteConflict.User.LoginProfile", "The user still has a login profile."),
  DELETE_CONFLICT_USER_MFA_DEVICE(
      409, "DeleteConflict.User.MFADevice", "The user still has an MFA device."),
  DELETE_CONFLICT_GROUP_USER(409, "DeleteConflict.Group.User", "Users are still in the group."),
  DELETE_CONFLICT_GROUP_POLICY(
      409, "DeleteConflict.Group.Policy", "Policies are still attached to the group."),
  DELETE_CONFLICT_ROLE_POLICY(
      409, "DeleteConflict.Role.Policy", "Policies are still attached to the role."),
  DELETE_CONFLICT_POLICY_USER(
      409, "DeleteConflict.Policy.User", "The policy is still attached to users."),
  DELETE_CONFLICT_POLICY_GROUP(
      409, "DeleteConflict.Policy.Group", "The policy is still attached to groups."),
  DELETE_CONFLICT_POLICY_ROLE(
      409, "DeleteConflict.Policy.Role", "The policy is still attached to roles."),
  DELETE_CONFLICT_POLICY_VERSION(
      409, "DeleteConflict.Policy.Version", "The policy still has other versions."),
  DELETE_CONFLICT_DEFAULT_VERSION(
      409, "DeleteConflict.PolicyVersion.Default", "The default version cannot be deleted."),
  DELETE_CONFLICT_MFA_DEVICE(
      409, "DeleteConflict.VirtualMFADevice.User", "The MFA device is still bound to a user."),
  LIMIT_EXCEEDED_USER(409, "LimitExceeded.User", "The account has as many users as it can."),
  LIMIT_EXCEEDED_GROUP(409, "LimitExceeded.Group", "The account has as many groups as it can."),
  LIMIT_EXCEEDED_ROLE(409, "LimitExceeded.Role", "The account has as many roles as it can."),
  LIMIT_EXCEEDED_POLICY(409, "LimitExceeded.Policy", "The account has as many policies as it can."),
  LIMIT_EXCEEDED_USER_ACCESS_KEY(
      409, "LimitExceeded.User.AccessKey", "A user has at most two access keys."),
  LIMIT_EXCEEDED_MFA_DEVICE(
      409,
      "LimitExceeded.VirtualMFADevice",
      "The account has as many virtual MFA devices as it can."),
  LIMIT_EXCEEDED_POLICY_VERSION(
      409, "LimitExceeded.Policy.Version", "A policy has at most five versions."),
  LIMIT_EXCEEDED_ATTACHMENT(
      409, "LimitExceeded.Attachment", "At most 50 policies can be attached to one entity."),
  SECURITY_TOKEN_MALFORMED(
      400, "InvalidSecurityToken.Malformed", "Specified SecurityToken is malformed."),
  SECURITY_TOKEN_EXPIRED(
      400, "InvalidSecurityToken.Expired", "Specified SecurityToken is expired."),
  SECURITY_TOKEN_MISMATCH(
      400,
      "InvalidSecurityToken.MismatchWithAccessKey",
      "Specified SecurityToken mismatches with the AccessKey."),

  // What a rehearsal is told.
  DRY_RUN_OPERATION(
      400,
      "DryRunOperationError",
      "The request would have succeeded, but the DryRun parameter is set."),
  VALIDATION_ERROR(400, "ValidationError", "The request would have been refused."),
  ACCESS_DENIED_ERROR(
      403, "AccessDeniedError", "This operation is forbidden by permission system."),

  // Key states.
  DISABLED(409, "Rejected.Disabled", "The request was rejected because the key state is Disabled."),
  PENDING_DELETION(
      409,
      "Rejected.PendingDeletion",
      "The request was rejected because the key state is PendingDeletion."),
  PENDING_IMPORT(
      409,
      "Rejected.PendingImport",
      "The request was rejected because the key state is PendingImport."),
  UNAVAILABLE(
      409,
      "Rejected.Unavailable",
      "The request was rejected because the key state is Unavailable."),
  STATE_MODIFIED_FAILED(409, "Rejected.StateModifiedFailed", "Keystate modified failed."),

  // Load and failure.
  THROTTLING(429, "Rejected.Throttling", "QPS Limit Exceeded."),
  INTERNAL_FAILURE(500, "InternalFailure", "Internal Failure."),
  SERVICE_UNAVAILABLE(503, "ServiceUnavailableTemporary", "Service Unavailable Temporary.");

  private final int httpStatus;
  private final String code;
  private final String message;

  ErrorCode(int httpStatus, String code, String message) {
    this.httpStatus = httpStatus;
    this.code = code;
    this.message = message;
  }

  public int httpStatus() {
    return httpStatus;
  }

  /// As clients see it.
  public String code() {
    return code;
  }

  public String message() {
    return message;
  }
}
