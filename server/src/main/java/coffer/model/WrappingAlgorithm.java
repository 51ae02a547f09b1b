package coffer.model;

/// How a customer wraps key material for its import. Those of SM2 are known by name only, so that
/// they can be refused as what they are.
public enum WrappingAlgorithm implements WireName {
  RSAES_PKCS1_V1_5,
  RSAES_OAEP_SHA_1,
  RSAES_OAEP_SHA_256,
  /// RSAES-OAEP of an AES-256 key, and behind it a PKCS #8 private key under that one.
  RSAES_OAEP_SHA_256_AES_256_ECB_PKCS7_PAD,
  SM2PKE,
  SM2PKE_SM4_ECB;

  @Override
  public String wireName() {
    return name();
  }

  /// For material that goes from one HSM to another: what most of them undo by themselves.
  public static WrappingAlgorithm between(KeySpec spec) {
    return spec.isAsymmetric() ? RSAES_OAEP_SHA_256_AES_256_ECB_PKCS7_PAD : RSAES_OAEP_SHA_1;
  }

  /// Whether material of this kind is wrapped so: secrets directly, private keys under a key made
  /// for them alone.
  public boolean suits(KeySpec spec) {
    return switch (this) {
      case RSAES_PKCS1_V1_5, RSAES_OAEP_SHA_1, RSAES_OAEP_SHA_256 -> !spec.isAsymmetric();
      case RSAES_OAEP_SHA_256_AES_256_ECB_PKCS7_PAD -> spec.isAsymmetric();
      case SM2PKE, SM2PKE_SM4_ECB -> false;
    };
  }
}
