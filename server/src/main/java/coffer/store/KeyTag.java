package coffer.store;

import coffer.model.KeyId;

/// One tag of a key.
public record KeyTag(KeyId owner, String key, String value) {}
