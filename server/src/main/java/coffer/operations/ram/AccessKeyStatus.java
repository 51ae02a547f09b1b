package coffer.operations.ram;

import coffer.model.WireName;

/// Whether an access key is taken.
public enum AccessKeyStatus implements WireName {
  ACTIVE("Active"),
  INACTIVE("Inactive");

  private final String wireName;

  AccessKeyStatus(String wireName) {
    this.wireName = wireName;
  }

  @Override
  public String wireName() {
    return wireName;
  }

  static AccessKeyStatus of(boolean active) {
    return active ? ACTIVE : INACTIVE;
  }
}
