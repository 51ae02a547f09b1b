package coffer.operations.ram;

import coffer.model.WireName;

/// What happens when a policy has as many versions as it can.
public enum RotateStrategy implements WireName {
  NONE("None"),
  DELETE_OLDEST("DeleteOldestNonDefaultVersionWhenLimitExceeded");

  private final String wireName;

  RotateStrategy(String wireName) {
    this.wireName = wireName;
  }

  @Override
  public String wireName() {
    return wireName;
  }
}
