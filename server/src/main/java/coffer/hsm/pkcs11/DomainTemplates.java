package coffer.hsm.pkcs11;

import coffer.model.KeySpec;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// Templates of the cluster's own keys, the same whether a key is generated here or arrives from
/// another member.
///
/// @param unwrapTemplate whether the KEK forces what it unwraps to be sensitive
/// @param trusted whether the key leaves only under a key that the security officer trusts
record DomainTemplates(boolean unwrapTemplate, boolean trusted) {
  static final String TRANSPORT = "coffer-transport";

  /// From what we want to what the poorest module takes.
  private static final List<DomainTemplates> BY_STRENGTH =
      List.of(
          new DomainTemplates(true, true),
          new DomainTemplates(true, false),
          new DomainTemplates(false, true),
          new DomainTemplates(false, false));

  private static final Attributes UNWRAP =
      Attributes.NONE.flag(Ck.CKA_SENSITIVE, true).flag(Ck.CKA_EXTRACTABLE, false);

  /// Makes an object with the strongest template that the module takes.
  static long strongest(Function<DomainTemplates, Long> make) {
    for (DomainTemplates templates : BY_STRENGTH) {
      try {
        return make.apply(templates);
      } catch (ModuleRefusal refusal) {
        if (!refusesAttribute(refusal) || templates.equals(BY_STRENGTH.getLast())) {
          throw refusal;
        }
      }
    }
    throw new IllegalStateException("the last template ends the loop");
  }

  static boolean refusesAttribute(ModuleRefusal refusal) {
    return refusal.is(ReturnCode.ATTRIBUTE_TYPE_INVALID)
        || refusal.is(ReturnCode.ATTRIBUTE_VALUE_INVALID)
        || refusal.is(ReturnCode.ATTRIBUTE_READ_ONLY)
        || refusal.is(ReturnCode.TEMPLATE_INCONSISTENT);
  }

  Attributes kek(int version) {
    Attributes kek = secret(Ck.CKK_AES, true).and(DomainObjects.named(DomainObjects.KEK + version));
    return guarded(kek);
  }

  /// For a KEK that lives in a session, to see how the token guards one.
  Attributes probeKek() {
    return guarded(secret(Ck.CKK_AES, false).number(Ck.CKA_VALUE_LEN, 32));
  }

  private Attributes guarded(Attributes key) {
    Attributes kek = key.and(KeyUses.secret(Set.of(Ck.CKA_WRAP, Ck.CKA_UNWRAP)));
    return marked(unwrapTemplate ? kek.nested(Ck.CKA_UNWRAP_TEMPLATE, UNWRAP) : kek);
  }

  Attributes integrity(int version) {
    return marked(
        secret(Ck.CKK_GENERIC_SECRET, true)
            .and(DomainObjects.named(DomainObjects.INTEGRITY + version))
            .and(KeyUses.secret(Set.of(Ck.CKA_SIGN, Ck.CKA_VERIFY))));
  }

  /// The identity key never leaves. A key that is not private shows who the token is before any PIN
  /// is given to it.
  static Attributes identPrivate(boolean needsLogin) {
    return Attributes.NONE
        .flag(Ck.CKA_TOKEN, true)
        .flag(Ck.CKA_PRIVATE, needsLogin)
        .flag(Ck.CKA_SENSITIVE, true)
        .flag(Ck.CKA_EXTRACTABLE, false)
        .and(KeyUses.privateKey(Set.of(Ck.CKA_SIGN)))
        .and(DomainObjects.named(DomainObjects.IDENT));
  }

  static Attributes identPublic() {
    return Attributes.NONE
        .flag(Ck.CKA_TOKEN, true)
        .flag(Ck.CKA_PRIVATE, false)
        .flag(Ck.CKA_VERIFY, true)
        .bytes(Ck.CKA_EC_PARAMS, PublicKeys.curve(KeySpec.EC_P256))
        .and(DomainObjects.named(DomainObjects.IDENT));
  }

  /// The public half of another member's transport key, here only while domain keys are exported.
  ///
  /// @param publicKey X.509 SubjectPublicKeyInfo of an RSA key
  static Attributes transport(byte[] publicKey, byte[] id) {
    RSAPublicKey key = PublicKeys.parseRsa(publicKey);
    return DomainObjects.labelled(Ck.CKO_PUBLIC_KEY, TRANSPORT)
        .number(Ck.CKA_KEY_TYPE, Ck.CKK_RSA)
        .flag(Ck.CKA_PRIVATE, false)
        .flag(Ck.CKA_WRAP, true)
        .bytes(Ck.CKA_MODULUS, PublicKeys.unsigned(key.getModulus()))
        .bytes(Ck.CKA_PUBLIC_EXPONENT, PublicKeys.unsigned(key.getPublicExponent()))
        .bytes(Ck.CKA_ID, id);
  }

  private Attributes marked(Attributes key) {
    return trusted ? key.flag(Ck.CKA_WRAP_WITH_TRUSTED, true) : key;
  }

  private static Attributes secret(long keyType, boolean kept) {
    return Attributes.NONE
        .number(Ck.CKA_CLASS, Ck.CKO_SECRET_KEY)
        .number(Ck.CKA_KEY_TYPE, keyType)
        .flag(Ck.CKA_TOKEN, kept)
        .flag(Ck.CKA_PRIVATE, true)
        .flag(Ck.CKA_SENSITIVE, true)
        .flag(Ck.CKA_EXTRACTABLE, true);
  }
}
