package coffer.model;

/// Signature algorithms under their wire names. All sign a SHA-256 digest; PSS takes MGF1-SHA-256
/// and a salt of 32 bytes; ECDSA signatures are DER (`SEQUENCE { r, s }`).
public enum SigningAlgorithm implements WireName {
  RSA_PSS_SHA_256,
  RSA_PKCS1_SHA_256,
  ECDSA_SHA_256;

  public static final int DIGEST_BYTES = 32;

  @Override
  public String wireName() {
    return name();
  }
}
