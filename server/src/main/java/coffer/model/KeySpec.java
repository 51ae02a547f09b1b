package coffer.model;

import java.util.Set;

/// The kind and size of a key, under the name that clients use. Fixed when the key is created.
public enum KeySpec implements WireName {
  ALIYUN_AES_256("Aliyun_AES_256", Family.AES, 256),
  ALIYUN_AES_192("Aliyun_AES_192", Family.AES, 192),
  ALIYUN_AES_128("Aliyun_AES_128", Family.AES, 128),
  RSA_2048("RSA_2048", Family.RSA, 2048),
  RSA_3072("RSA_3072", Family.RSA, 3072),
  RSA_4096("RSA_4096", Family.RSA, 4096),
  EC_P256("EC_P256", Family.EC, 256),
  EC_P256K("EC_P256K", Family.EC, 256),
  HMAC_SHA256("HMAC_SHA256", Family.HMAC, 256),
  HMAC_SHA512("HMAC_SHA512", Family.HMAC, 512);

  /// What the mechanisms have in common.
  public enum Family {
    AES,
    RSA,
    EC,
    HMAC
  }

  private final String wireName;
  private final Family family;
  private final int bits;

  KeySpec(String wireName, Family family, int bits) {
    this.wireName = wireName;
    this.family = family;
    this.bits = bits;
  }

  @Override
  public String wireName() {
    return wireName;
  }

  public Family family() {
    return family;
  }

  /// Key length, modulus length or curve size in bits.
  public int bits() {
    return bits;
  }

  public boolean isAsymmetric() {
    return family == Family.RSA || family == Family.EC;
  }

  /// The usages a key of this spec may be given. Elliptic-curve keys only sign.
  public Set<KeyUsage> usages() {
    return switch (family) {
      case AES -> Set.of(KeyUsage.ENCRYPT_DECRYPT);
      case RSA -> Set.of(KeyUsage.ENCRYPT_DECRYPT, KeyUsage.SIGN_VERIFY);
      case EC -> Set.of(KeyUsage.SIGN_VERIFY);
      case HMAC -> Set.of(KeyUsage.GENERATE_VERIFY_MAC, KeyUsage.SIGN_VERIFY);
    };
  }

  /// The usage when CreateKey names none: SIGN/VERIFY when the spec can sign.
  public KeyUsage defaultUsage() {
    return switch (family) {
      case AES -> KeyUsage.ENCRYPT_DECRYPT;
      case RSA, EC -> KeyUsage.SIGN_VERIFY;
      case HMAC -> KeyUsage.GENERATE_VERIFY_MAC;
    };
  }
}
