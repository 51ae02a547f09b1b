package coffer.model;

import java.time.Instant;

/// How often a key was used on one day.
///
/// @param day since 1970, in UTC
/// @param last when it was used last on that day
/// @param by who used it last, as audit records name callers
public record KeyUses(KeyId key, long day, long calls, Instant last, String by) {}
