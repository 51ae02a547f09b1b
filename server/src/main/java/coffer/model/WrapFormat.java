package coffer.model;

/// How wrapped material is encoded, as measured and not as a mechanism is called: the same PKCS #11
/// mechanism number means different encodings in different modules.
public enum WrapFormat implements WireName {
  /// RFC 3394: AES Key Wrap; material is a multiple of 8 bytes.
  AES_KW("kw"),
  /// RFC 5649: AES Key Wrap with Padding.
  AES_KWP("kwp"),
  /// RFC 3394 over PKCS #5 padded material.
  AES_KW_PKCS5("kw-pkcs5"),
  /// AES-256-GCM, 12-byte IV before, 16-byte tag behind.
  AES_GCM("gcm"),
  /// Not here: an object inside each HSM of the cluster, found there by the id of its version. What
  /// stands for it is the SHA-256 of the wrapped copy that rests in the HSMs beside it.
  INTERNAL("internal");

  private final String wireName;

  WrapFormat(String wireName) {
    this.wireName = wireName;
  }

  @Override
  public String wireName() {
    return wireName;
  }
}
