package coffer.model;

import java.time.Instant;

/// An access key of the account or of one of its users. Its secret is kept sealed, because the
/// signature of OpenAPI requests is an HMAC under it.
///
/// @param owner user name; empty for the account's root
public record AccessKey(
    AccessKeyId id, String owner, byte[] sealedSecret, boolean active, Instant created) {}
