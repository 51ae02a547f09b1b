package coffer.hsm;

/// How a key travels.
public enum WrapMethod {
  /// RSAES-OAEP with this hash, in MGF1 too, and an empty label (RFC 8017 §7.1).
  RSA_OAEP_SHA1,
  RSA_OAEP_SHA256,
  /// RSAES-PKCS1-v1_5 (RFC 8017 §7.2).
  RSA_PKCS1,
  /// AES Key Wrap (RFC 3394).
  AES_KW,
  /// AES Key Wrap with Padding (RFC 5649).
  AES_KWP;

  public boolean isRsa() {
    return switch (this) {
      case RSA_OAEP_SHA1, RSA_OAEP_SHA256, RSA_PKCS1 -> true;
      case AES_KW, AES_KWP -> false;
    };
  }
}
