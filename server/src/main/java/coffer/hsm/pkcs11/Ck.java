package coffer.hsm.pkcs11;

/// Numbers of PKCS #11 v2.40 that this driver uses, under their names there.
final class Ck {
  static final long CKF_TOKEN_PRESENT = 0x1;
  static final long CKF_WRITE_PROTECTED = 0x2;
  static final long CKF_HW_SLOT = 0x4;
  static final long CKF_USER_PIN_INITIALIZED = 0x8;
  static final long CKF_TOKEN_INITIALIZED = 0x400;
  static final long CKF_OS_LOCKING_OK = 0x2;
  static final long CKF_RW_SERIAL_SESSION = 0x6;

  static final long CKU_SO = 0;
  static final long CKU_USER = 1;

  /// Luna's crypto user, which PKCS #11 does not know.
  static final long CKU_LIMITED_USER = 0x80000001L;

  static final long CKO_DATA = 0;
  static final long CKO_CERTIFICATE = 1;
  static final long CKO_PUBLIC_KEY = 2;
  static final long CKO_PRIVATE_KEY = 3;
  static final long CKO_SECRET_KEY = 4;

  static final long CKK_RSA = 0x0;
  static final long CKK_EC = 0x3;
  static final long CKK_GENERIC_SECRET = 0x10;
  static final long CKK_AES = 0x1f;
  static final long CKK_SHA256_HMAC = 0x2b;

  static final long CKA_CLASS = 0x0;
  static final long CKA_TOKEN = 0x1;
  static final long CKA_PRIVATE = 0x2;
  static final long CKA_LABEL = 0x3;
  static final long CKA_VALUE = 0x11;
  static final long CKA_APPLICATION = 0x10;
  static final long CKA_TRUSTED = 0x86;
  static final long CKA_CHECK_VALUE = 0x90;
  static final long CKA_KEY_TYPE = 0x100;
  static final long CKA_SUBJECT = 0x101;
  static final long CKA_ID = 0x102;
  static final long CKA_SENSITIVE = 0x103;
  static final long CKA_ENCRYPT = 0x104;
  static final long CKA_DECRYPT = 0x105;
  static final long CKA_WRAP = 0x106;
  static final long CKA_UNWRAP = 0x107;
  static final long CKA_SIGN = 0x108;
  static final long CKA_SIGN_RECOVER = 0x109;
  static final long CKA_VERIFY = 0x10a;
  static final long CKA_VERIFY_RECOVER = 0x10b;
  static final long CKA_DERIVE = 0x10c;
  static final long CKA_START_DATE = 0x110;
  static final long CKA_END_DATE = 0x111;
  static final long CKA_MODULUS = 0x120;
  static final long CKA_MODULUS_BITS = 0x121;
  static final long CKA_PUBLIC_EXPONENT = 0x122;
  static final long CKA_PRIVATE_EXPONENT = 0x123;
  static final long CKA_PRIME_1 = 0x124;
  static final long CKA_PRIME_2 = 0x125;
  static final long CKA_EXPONENT_1 = 0x126;
  static final long CKA_EXPONENT_2 = 0x127;
  static final long CKA_COEFFICIENT = 0x128;
  static final long CKA_VALUE_LEN = 0x161;
  static final long CKA_EXTRACTABLE = 0x162;
  static final long CKA_LOCAL = 0x163;
  static final long CKA_NEVER_EXTRACTABLE = 0x164;
  static final long CKA_ALWAYS_SENSITIVE = 0x165;
  static final long CKA_MODIFIABLE = 0x170;
  static final long CKA_COPYABLE = 0x171;
  static final long CKA_DESTROYABLE = 0x172;
  static final long CKA_EC_PARAMS = 0x180;
  static final long CKA_EC_POINT = 0x181;
  static final long CKA_ALWAYS_AUTHENTICATE = 0x202;
  static final long CKA_WRAP_WITH_TRUSTED = 0x210;
  static final long CKA_UNWRAP_TEMPLATE = 0x40000212L;

  /// Of NSS, for what a private key's own encoding leaves out.
  static final long CKA_NSS_DB = 0xd5a0db00L;

  static final long CKM_RSA_PKCS_KEY_PAIR_GEN = 0x0;
  static final long CKM_RSA_PKCS = 0x1;
  static final long CKM_RSA_X_509 = 0x3;
  static final long CKM_RSA_PKCS_OAEP = 0x9;
  static final long CKM_RSA_PKCS_PSS = 0xd;
  static final long CKM_SHA_1 = 0x220;
  static final long CKM_SHA256 = 0x250;
  static final long CKM_SHA256_HMAC = 0x251;
  static final long CKM_SHA512_HMAC = 0x271;
  static final long CKM_GENERIC_SECRET_KEY_GEN = 0x350;
  static final long CKM_EC_KEY_PAIR_GEN = 0x1040;
  static final long CKM_ECDSA = 0x1041;
  static final long CKM_AES_KEY_GEN = 0x1080;
  static final long CKM_AES_ECB = 0x1081;
  static final long CKM_AES_CBC = 0x1082;
  static final long CKM_AES_GCM = 0x1087;
  static final long CKM_AES_KEY_WRAP = 0x2109;
  static final long CKM_AES_KEY_WRAP_PAD = 0x210a;
  static final long CKM_AES_KEY_WRAP_KWP = 0x210b;

  static final long CKG_MGF1_SHA1 = 1;
  static final long CKG_MGF1_SHA256 = 2;
  static final long CKZ_DATA_SPECIFIED = 1;

  private Ck() {}
}
