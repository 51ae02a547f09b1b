package coffer.model;

/// Who wrote a policy: the service or its users.
public enum PolicyType implements WireName {
  SYSTEM("System"),
  CUSTOM("Custom");

  private final String wireName;

  PolicyType(String wireName) {
    this.wireName = wireName;
  }

  @Override
  public String wireName() {
    return wireName;
  }
}
