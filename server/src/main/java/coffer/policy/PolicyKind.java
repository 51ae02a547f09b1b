package coffer.policy;

/// Where a document is used, which decides what it must hold.
public enum PolicyKind {
  /// Attached to users, groups and roles; names resources, and nobody.
  IDENTITY(6_144),
  /// Given with AssumeRole; narrows what the role may.
  SESSION(2_048),
  /// On one key: names who, and speaks of that key alone.
  KEY(32_768),
  /// On one role: names who may take it on.
  TRUST(6_144);

  private final int lengthMax;

  PolicyKind(int lengthMax) {
    this.lengthMax = lengthMax;
  }

  /// Characters of a document.
  public int lengthMax() {
    return lengthMax;
  }

  boolean namesPrincipals() {
    return this == KEY || this == TRUST;
  }
}
