package coffer.policy;

import coffer.model.WireName;

/// Which of the policies that apply to a call one is, under the name that refusals carry.
public enum PolicySource implements WireName {
  IDENTITY("AccountLevelIdentityBasedPolicy"),
  SESSION("SessionPolicy"),
  KEY("KeyPolicy"),
  TRUST("AssumeRolePolicy");

  private final String wireName;

  PolicySource(String wireName) {
    this.wireName = wireName;
  }

  @Override
  public String wireName() {
    return wireName;
  }
}
