package coffer.model;

import java.time.Instant;

/// What a policy says, or said, or will.
///
/// @param number counted from 1 and never reused: `v1`
public record PolicyVersion(PolicyName policy, int number, String document, Instant created) {
  public String versionId() {
    return "v" + number;
  }
}
