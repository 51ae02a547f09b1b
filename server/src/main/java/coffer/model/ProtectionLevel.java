package coffer.model;

/// What guards key material. DescribeKey tells the truth: SOFTWARE on a software HSM.
public enum ProtectionLevel implements WireName {
  SOFTWARE,
  HSM;

  @Override
  public String wireName() {
    return name();
  }
}
