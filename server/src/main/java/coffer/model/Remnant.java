package coffer.model;

import java.time.Instant;

/// A key version that must not stay inside HSMs: one that is being made, or one that was destroyed.
/// Only what is named so is ever removed from an HSM.
public record Remnant(KeyVersionId version, KmsInstanceId instance, Cause cause, Instant created) {
  /// Why it must not stay.
  public enum Cause implements WireName {
    /// Not in the books yet. It is, once the key is acknowledged, and no remnant any more.
    MAKING("Making"),
    DESTROYED("Destroyed");

    private final String wireName;

    Cause(String wireName) {
      this.wireName = wireName;
    }

    @Override
    public String wireName() {
      return wireName;
    }
  }

  public static Remnant making(KeyVersionId version, KmsInstanceId instance, Instant now) {
    return new Remnant(version, instance, Cause.MAKING, now);
  }

  public static Remnant destroyed(KeyVersionId version, KmsInstanceId instance, Instant now) {
    return new Remnant(version, instance, Cause.DESTROYED, now);
  }
}
