package coffer.model;

import java.time.Instant;

/// Who may use one key, besides what users' own policies say.
public record KeyPolicy(KeyId key, String document, Instant created, Instant updated) {}
