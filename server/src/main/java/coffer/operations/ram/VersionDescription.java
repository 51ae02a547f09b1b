package coffer.operations.ram;

import coffer.model.ManagedPolicy;
import coffer.model.PolicyVersion;
import coffer.operations.Doc;
import java.time.Instant;

/// A version of a policy as the API tells it.
public record VersionDescription(
    @Doc("v1, v2, …: never reused.") String versionId,
    @Doc("Whether it is the one that counts.") boolean isDefaultVersion,
    @Doc("What it says.") String policyDocument,
    @Doc("When it was created.") Instant createDate) {
  static VersionDescription of(ManagedPolicy policy, PolicyVersion version) {
    return new VersionDescription(
        version.versionId(),
        version.number() == policy.defaultVersion(),
        version.document(),
        version.created());
  }
}
