package coffer.hsm.pkcs11;

/// Numbers of PKCS #11 v2.40 that this driver uses, under their names there.
final class Ck {
  static final long CKF_HW_SLOT = 0x4;
  static final long CKF_USER_PIN_INITIALIZED = 0x8;
  static final long CKF_TOKEN_INITIALIZED = 0x400;
  static final long CKF_OS_LOCKING_OK = 0x2;
  static final long CKF_RW_SERIAL_SESSION = 0x6;

  static final long CKU_SO = 0;
  static final long CKU_USER = 1;

  static final long CKO_PUBLIC_KEY = 2;
  static final long CKO_PRIVATE_KEY = 3;
  static final long CKO_SECRET_KEY = 4;

  static final long CKK_RSA = 0x0;
  static final long CKK_EC = 0x3;
  static final long CKK_GENERIC_SECRET = 0x10;
  static final long CKK_AES = 0x1f;

  static final long CKA_CLASS = 0x0;
  static final long CKA_TOKEN = 0x1;
  static final long CKA_PRIVATE = 0x2;
  static final long CKA_LABEL = 0x3;
  static final long CKA_VALUE = 0x11;
  static final long CKA_TRUSTED = 0x86;
  static final long CKA_KEY_TYPE = 0x100;
  static final long CKA_ID = 0x102;
  static final long CKA_SENSITIVE = 0x103;
  static final long CKA_ENCRYPT = 0x104;
  static final long CKA_DECRYPT = 0x105;
  static final long CKA_WRAP = 0x106;
  static final long CKA_UNWRAP = 0x107;
  static final long CKA_SIGN = 0x108;
  static final long CKA_VERIFY = 0x10a;
  static final long CKA_DERIVE = 0x10c;
  static final long CKA_MODULUS = 0x120;
  static final long CKA_MODULUS_BITS = 0x121;
  static final long CKA_PUBLIC_EXPONENT = 0x122;
  static final long CKA_VALUE_LEN = 0x161;
  static final long CKA_EXTRACTABLE = 0x162;
  static final long CKA_EC_PARAMS = 0x180;
  static final long CKA_EC_POINT = 0x181;
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
