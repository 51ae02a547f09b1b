package coffer.operations.kms;

import coffer.model.Key;
import coffer.model.KeyVersion;
import coffer.model.KeyVersionId;
import coffer.operations.Doc;
import java.time.Instant;

/// A version of a key, as clients see it.
public record VersionEntry(
    @Doc("Id of the key.") String keyId,
    @Doc("Id of the version.") KeyVersionId keyVersionId,
    @Doc("When it was created.") Instant creationDate) {
  static VersionEntry of(Key key, KeyVersion version) {
    return new VersionEntry(key.id().value(), version.id(), version.created());
  }
}
