package coffer.model;

import java.time.Instant;

/// That a user may log in with a password.
///
/// @param passwordHash Argon2id, with its parameters and salt
/// @param resetRequired whether the password must be changed at the next login
/// @param mfaRequired whether a second factor must be bound before anything else
public record LoginProfile(
    EntityId user,
    String passwordHash,
    boolean resetRequired,
    boolean mfaRequired,
    Instant created,
    Instant updated) {}
