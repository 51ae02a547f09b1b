package coffer.hsm.pkcs11;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import java.util.HashSet;
import java.util.Set;

/// Templates of keys that live as session objects, or rest in the token.
final class KeyTemplates {
  private static final byte[] F4 = {1, 0, 1};

  private KeyTemplates() {}

  /// Between generation and wrapping: extractable, and in this session only.
  static Attributes generated(KeySpec spec) {
    Attributes kept =
        Attributes.NONE
            .flag(Ck.CKA_TOKEN, false)
            .flag(Ck.CKA_PRIVATE, true)
            .flag(Ck.CKA_SENSITIVE, true)
            .flag(Ck.CKA_EXTRACTABLE, true);
    return switch (spec.family()) {
      case AES, HMAC -> secret(spec).and(kept).number(Ck.CKA_VALUE_LEN, spec.bits() / 8);
      case RSA -> kept.flag(Ck.CKA_SIGN, true).flag(Ck.CKA_DECRYPT, true);
      case EC -> kept.flag(Ck.CKA_SIGN, true);
    };
  }

  static Attributes generatedPublic(KeySpec spec) {
    Attributes session = Attributes.NONE.flag(Ck.CKA_TOKEN, false).flag(Ck.CKA_VERIFY, true);
    return switch (spec.family()) {
      case RSA ->
          session.number(Ck.CKA_MODULUS_BITS, spec.bits()).bytes(Ck.CKA_PUBLIC_EXPONENT, F4);
      case EC -> session.bytes(Ck.CKA_EC_PARAMS, PublicKeys.curve(spec));
      case AES, HMAC -> throw new IllegalArgumentException("no public key");
    };
  }

  /// For use. Sensitivity is spelled out because the KEK's unwrap template demands to see it.
  ///
  /// @param rests as an object of the token, not of the session
  static Attributes unwrapped(KeySpec spec, Set<KeyUsage> usages, boolean rests) {
    Attributes kept =
        (spec.isAsymmetric() ? privateKey(spec) : secret(spec))
            .flag(Ck.CKA_TOKEN, rests)
            .flag(Ck.CKA_PRIVATE, true)
            .flag(Ck.CKA_SENSITIVE, true)
            .flag(Ck.CKA_EXTRACTABLE, false);
    Set<Long> uses = new HashSet<>();
    if (usages.contains(KeyUsage.ENCRYPT_DECRYPT)) {
      uses.add(Ck.CKA_DECRYPT);
    }
    if (usages.contains(KeyUsage.SIGN_VERIFY) || usages.contains(KeyUsage.GENERATE_VERIFY_MAC)) {
      uses.add(Ck.CKA_SIGN);
    }
    if (spec.family() == KeySpec.Family.AES) {
      uses.add(Ck.CKA_ENCRYPT);
    }
    return kept.and(spec.isAsymmetric() ? KeyUses.privateKey(uses) : KeyUses.secret(uses));
  }

  /// A KEK for trying out what a module wraps and unwraps.
  static Attributes probeKek() {
    return probe(Set.of(Ck.CKA_WRAP, Ck.CKA_UNWRAP));
  }

  /// A key for trying out AES modes.
  static Attributes probeAes() {
    return probe(Set.of(Ck.CKA_ENCRYPT, Ck.CKA_DECRYPT));
  }

  private static Attributes probe(Set<Long> uses) {
    return Attributes.NONE
        .flag(Ck.CKA_TOKEN, false)
        .flag(Ck.CKA_PRIVATE, true)
        .flag(Ck.CKA_SENSITIVE, true)
        .flag(Ck.CKA_EXTRACTABLE, false)
        .number(Ck.CKA_VALUE_LEN, 32)
        .and(KeyUses.secret(uses));
  }

  /// Of a wrapping key while it opens what came: to unwrap in the token, or to decrypt where the
  /// token cannot.
  static Attributes wrappingKey() {
    return privateKey(KeySpec.RSA_2048)
        .flag(Ck.CKA_TOKEN, false)
        .flag(Ck.CKA_PRIVATE, true)
        .flag(Ck.CKA_SENSITIVE, true)
        .flag(Ck.CKA_EXTRACTABLE, false)
        .and(KeyUses.privateKey(Set.of(Ck.CKA_UNWRAP, Ck.CKA_DECRYPT)));
  }

  /// Between import and wrapping: extractable, and in this session only. A secret is tried once.
  static Attributes imported(KeySpec spec) {
    Attributes kept =
        (spec.isAsymmetric() ? privateKey(spec) : secret(spec))
            .flag(Ck.CKA_TOKEN, false)
            .flag(Ck.CKA_PRIVATE, true)
            .flag(Ck.CKA_SENSITIVE, true)
            .flag(Ck.CKA_EXTRACTABLE, true);
    return switch (spec.family()) {
      case AES -> kept.and(KeyUses.secret(Set.of(Ck.CKA_ENCRYPT)));
      case HMAC -> kept.and(KeyUses.secret(Set.of(Ck.CKA_SIGN)));
      case RSA, EC -> kept.and(KeyUses.privateKey(Set.of()));
    };
  }

  static long generation(KeySpec spec) {
    return switch (spec.family()) {
      case AES -> Ck.CKM_AES_KEY_GEN;
      case HMAC -> Ck.CKM_GENERIC_SECRET_KEY_GEN;
      case RSA -> Ck.CKM_RSA_PKCS_KEY_PAIR_GEN;
      case EC -> Ck.CKM_EC_KEY_PAIR_GEN;
    };
  }

  /// Refuses what can be seen to be wrong before the token is asked.
  static void requireUsages(KeySpec spec, Set<KeyUsage> usages) {
    if (usages.isEmpty() || !spec.usages().containsAll(usages)) {
      throw new HsmException(HsmFailure.CALLER, "usage does not fit the key spec");
    }
  }

  private static Attributes secret(KeySpec spec) {
    return Attributes.NONE
        .number(Ck.CKA_CLASS, Ck.CKO_SECRET_KEY)
        .number(
            Ck.CKA_KEY_TYPE,
            spec.family() == KeySpec.Family.AES ? Ck.CKK_AES : Ck.CKK_GENERIC_SECRET);
  }

  private static Attributes privateKey(KeySpec spec) {
    return Attributes.NONE
        .number(Ck.CKA_CLASS, Ck.CKO_PRIVATE_KEY)
        .number(Ck.CKA_KEY_TYPE, spec.family() == KeySpec.Family.RSA ? Ck.CKK_RSA : Ck.CKK_EC);
  }
}
