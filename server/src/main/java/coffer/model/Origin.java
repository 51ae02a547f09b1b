package coffer.model;

/// Where key material was born: in the service's HSMs, or outside and imported.
public enum Origin implements WireName {
  ALIYUN_KMS("Aliyun_KMS"),
  EXTERNAL("EXTERNAL");

  private final String wireName;

  Origin(String wireName) {
    this.wireName = wireName;
  }

  @Override
  public String wireName() {
    return wireName;
  }
}
