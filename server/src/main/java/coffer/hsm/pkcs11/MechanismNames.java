package coffer.hsm.pkcs11;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// The mechanisms that this driver asks of a module, by their names in PKCS #11 v3.1.
final class MechanismNames {
  /// In the order in which reports list them.
  static final Map<Long, String> USED;

  static {
    Map<Long, String> used = new LinkedHashMap<>();
    used.put(Ck.CKM_AES_KEY_GEN, "CKM_AES_KEY_GEN");
    used.put(Ck.CKM_AES_GCM, "CKM_AES_GCM");
    used.put(Ck.CKM_AES_CBC, "CKM_AES_CBC");
    used.put(Ck.CKM_AES_ECB, "CKM_AES_ECB");
    used.put(Ck.CKM_AES_KEY_WRAP, "CKM_AES_KEY_WRAP");
    used.put(Ck.CKM_AES_KEY_WRAP_PAD, "CKM_AES_KEY_WRAP_PAD");
    used.put(Ck.CKM_AES_KEY_WRAP_KWP, "CKM_AES_KEY_WRAP_KWP");
    used.put(Ck.CKM_RSA_PKCS_KEY_PAIR_GEN, "CKM_RSA_PKCS_KEY_PAIR_GEN");
    used.put(Ck.CKM_RSA_PKCS, "CKM_RSA_PKCS");
    used.put(Ck.CKM_RSA_PKCS_PSS, "CKM_RSA_PKCS_PSS");
    used.put(Ck.CKM_RSA_PKCS_OAEP, "CKM_RSA_PKCS_OAEP");
    used.put(Ck.CKM_RSA_X_509, "CKM_RSA_X_509");
    used.put(Ck.CKM_EC_KEY_PAIR_GEN, "CKM_EC_KEY_PAIR_GEN");
    used.put(Ck.CKM_ECDSA, "CKM_ECDSA");
    used.put(Ck.CKM_GENERIC_SECRET_KEY_GEN, "CKM_GENERIC_SECRET_KEY_GEN");
    used.put(Ck.CKM_SHA256_HMAC, "CKM_SHA256_HMAC");
    used.put(Ck.CKM_SHA512_HMAC, "CKM_SHA512_HMAC");
    USED = Collections.unmodifiableMap(used);
  }

  private MechanismNames() {}

  static String of(long mechanism) {
    return USED.getOrDefault(mechanism, "0x" + Long.toHexString(mechanism));
  }
}
