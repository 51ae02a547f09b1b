package coffer.model;

/// How a key pair is written: DER, or the same in PEM armour.
public enum KeyFormat implements WireName {
  PEM,
  DER;

  @Override
  public String wireName() {
    return name();
  }
}
