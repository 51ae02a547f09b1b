package coffer.model;

/// What a key may be used for. RSA keys may name a second usage at creation; no other key has two.
public enum KeyUsage implements WireName {
  ENCRYPT_DECRYPT("ENCRYPT/DECRYPT"),
  SIGN_VERIFY("SIGN/VERIFY"),
  GENERATE_VERIFY_MAC("GENERATE/VERIFY MAC");

  private final String wireName;

  KeyUsage(String wireName) {
    this.wireName = wireName;
  }

  @Override
  public String wireName() {
    return wireName;
  }
}
