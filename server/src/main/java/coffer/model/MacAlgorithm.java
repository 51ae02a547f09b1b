package coffer.model;

/// MAC algorithms under their wire names. A key makes MACs with the hash of its spec.
public enum MacAlgorithm implements WireName {
  HMAC_SHA_256(KeySpec.HMAC_SHA256),
  HMAC_SHA_512(KeySpec.HMAC_SHA512);

  private final KeySpec spec;

  MacAlgorithm(KeySpec spec) {
    this.spec = spec;
  }

  public KeySpec spec() {
    return spec;
  }

  @Override
  public String wireName() {
    return name();
  }
}
