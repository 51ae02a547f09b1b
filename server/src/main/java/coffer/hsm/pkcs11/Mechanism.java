package coffer.hsm.pkcs11;

/// A mechanism with its parameters.
record Mechanism(long type, Parameters parameters) {
  /// What follows the mechanism's number.
  sealed interface Parameters {
    /// Nothing.
    record None() implements Parameters {}

    /// An IV as it is.
    record Iv(byte[] iv) implements Parameters {}

    /// CK_GCM_PARAMS with a tag of 128 bits.
    record Gcm(byte[] iv, byte[] aad) implements Parameters {}

    /// CK_RSA_PKCS_PSS_PARAMS.
    record Pss(long hash, long mgf, long saltBytes) implements Parameters {}

    /// CK_RSA_PKCS_OAEP_PARAMS without label.
    record Oaep(long hash, long mgf) implements Parameters {}
  }

  private static final Parameters NONE = new Parameters.None();
  static final Mechanism OAEP_SHA_1 =
      new Mechanism(Ck.CKM_RSA_PKCS_OAEP, new Parameters.Oaep(Ck.CKM_SHA_1, Ck.CKG_MGF1_SHA1));
  static final Mechanism OAEP_SHA_256 =
      new Mechanism(Ck.CKM_RSA_PKCS_OAEP, new Parameters.Oaep(Ck.CKM_SHA256, Ck.CKG_MGF1_SHA256));
  static final Mechanism PSS_SHA_256 =
      new Mechanism(Ck.CKM_RSA_PKCS_PSS, new Parameters.Pss(Ck.CKM_SHA256, Ck.CKG_MGF1_SHA256, 32));

  static Mechanism of(long type) {
    return new Mechanism(type, NONE);
  }

  static Mechanism cbc(byte[] iv) {
    return new Mechanism(Ck.CKM_AES_CBC, new Parameters.Iv(iv));
  }

  static Mechanism gcm(byte[] iv, byte[] aad) {
    return new Mechanism(Ck.CKM_AES_GCM, new Parameters.Gcm(iv, aad));
  }
}
