package coffer.model;

import java.time.Instant;

/// Users that share policies.
public record Group(
    EntityId id, GroupName name, String comments, Instant created, Instant updated) {}
