package coffer.model;

/// The life of a key. Enabled and Disabled alternate; an external key without material waits in
/// PendingImport; PendingDeletion can be cancelled; Destroying is final and never shown to clients:
/// the material is being removed from the HSMs.
public enum KeyState implements WireName {
  ENABLED("Enabled"),
  DISABLED("Disabled"),
  PENDING_IMPORT("PendingImport"),
  PENDING_DELETION("PendingDeletion"),
  DESTROYING("Destroying");

  private final String wireName;

  KeyState(String wireName) {
    this.wireName = wireName;
  }

  @Override
  public String wireName() {
    return wireName;
  }

  /// The legal moves; staying is not a move.
  public boolean canBecome(KeyState next) {
    return switch (this) {
      case ENABLED -> next == DISABLED || next == PENDING_IMPORT || next == PENDING_DELETION;
      case DISABLED -> next == ENABLED || next == PENDING_IMPORT || next == PENDING_DELETION;
      case PENDING_IMPORT -> next == ENABLED || next == PENDING_DELETION;
      case PENDING_DELETION -> next == ENABLED || next == PENDING_IMPORT || next == DESTROYING;
      case DESTROYING -> false;
    };
  }
}
