package coffer.model;

import java.time.Instant;

/// What others can take on for a while, with its policies instead of their own.
///
/// @param trustPolicy the document that says who may
/// @param sessionSecondsMax how long a session may last
public record Role(
    EntityId id,
    RoleName name,
    String description,
    String trustPolicy,
    int sessionSecondsMax,
    Instant created,
    Instant updated) {}
