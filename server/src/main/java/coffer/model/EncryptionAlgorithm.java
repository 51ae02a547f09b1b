package coffer.model;

/// Encryption algorithms under their wire names. The AES ones are symmetric; the RSA ones encrypt
/// with the public key.
public enum EncryptionAlgorithm implements WireName {
  AES_GCM,
  AES_CBC,
  AES_ECB,
  RSAES_OAEP_SHA_256,
  RSAES_OAEP_SHA_1;

  @Override
  public String wireName() {
    return name();
  }

  public boolean isSymmetric() {
    return this == AES_GCM || this == AES_CBC || this == AES_ECB;
  }

  /// IV length in bytes, as PKCS #11 and SP 800-38A/D take it; 0 where there is none.
  public int ivBytes() {
    return switch (this) {
      case AES_GCM -> 12;
      case AES_CBC -> 16;
      case AES_ECB, RSAES_OAEP_SHA_256, RSAES_OAEP_SHA_1 -> 0;
    };
  }
}
