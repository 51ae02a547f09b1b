package coffer.model;

/// What policies can be attached to.
public enum EntityKind implements WireName {
  USER("User"),
  GROUP("Group"),
  ROLE("Role");

  private final String wireName;

  EntityKind(String wireName) {
    this.wireName = wireName;
  }

  @Override
  public String wireName() {
    return wireName;
  }
}
