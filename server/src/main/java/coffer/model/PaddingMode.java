package coffer.model;

/// Padding of the block modes CBC and ECB.
public enum PaddingMode implements WireName {
  PKCS7_PADDING,
  NO_PADDING;

  @Override
  public String wireName() {
    return name();
  }
}
