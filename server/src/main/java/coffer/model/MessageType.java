package coffer.model;

/// Whether Sign and Verify get the message itself or its digest.
public enum MessageType implements WireName {
  RAW,
  DIGEST;

  @Override
  public String wireName() {
    return name();
  }
}
