package coffer.model;

/// The kind of key under which material comes. EC_SM2 is known by name only.
public enum WrappingKeySpec implements WireName {
  RSA_2048,
  EC_SM2;

  @Override
  public String wireName() {
    return name();
  }
}
