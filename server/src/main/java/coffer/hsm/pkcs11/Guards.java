package coffer.hsm.pkcs11;

import coffer.model.KeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How well a token guards what is under a KEK from whoever has kmsuser's PIN: found by doing what
/// an attacker would do. What comes out is dropped.
///
/// @param refusesHostileUnwrap whether keys unwrap in no readable form
/// @param keepsKek whether the KEK leaves only under a key that the security officer trusts
record Guards(boolean refusesHostileUnwrap, boolean keepsKek) {
  private static final int TRANSPORT_MODULUS_BYTES = 256;

  /// Of the domain's KEK in use, if there is one.
  static Optional<Guards> ofDomain(Lanes lanes, WrapFormats formats) {
    return lanes.home((epoch, session) -> {
      int version = epoch.domain().version();
      return version == 0
          ? Optional.empty()
          : Optional.of(of(session, epoch.domain().kek(version), formats));
    });
  }

  /// Of a KEK that is made for this, like a domain's.
  static Guards ofProbe(Session session, WrapFormats formats) {
    long kek = DomainTemplates.strongest(t -> session.generate(Ck.CKM_AES_KEY_GEN, t.probeKek()));
    try {
      return of(session, kek, formats);
    } finally {
      session.destroy(kek);
    }
  }

  List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (!refusesHostileUnwrap) {
      warnings.add(
          "the token lets whoever has kmsuser's PIN unwrap keys in readable form:"
              + " it ignores the KEK's unwrap template");
    }
    if (!keepsKek) {
      warnings.add(
          "the token does not know trusted wrapping keys: whoever has kmsuser's PIN can"
              + " export the KEK");
    }
    return warnings;
  }

  private static Guards of(Session session, long kek, WrapFormats formats) {
    return new Guards(!opensAsReadable(session, kek, formats), !leavesUnderAnyKey(session, kek));
  }

  /// Whether a key can be wrapped under a public key that no officer trusts. Its mark says little:
  /// modules keep an attribute that they do not know. What comes out is dropped, and nobody has a
  /// private key that would open it.
  static boolean leavesUnderAnyKey(Session session, long key) {
    byte[] modulus = session.random(TRANSPORT_MODULUS_BYTES);
    modulus[0] |= (byte) 0x80;
    modulus[modulus.length - 1] |= 1;
    try {
      long stranger =
          session.create(
              Attributes.NONE
                  .number(Ck.CKA_CLASS, Ck.CKO_PUBLIC_KEY)
                  .number(Ck.CKA_KEY_TYPE, Ck.CKK_RSA)
                  .flag(Ck.CKA_TOKEN, false)
                  .flag(Ck.CKA_PRIVATE, false)
                  .flag(Ck.CKA_WRAP, true)
                  .bytes(Ck.CKA_MODULUS, modulus)
                  .bytes(Ck.CKA_PUBLIC_EXPONENT, new byte[] {1, 0, 1}));
      try {
        return session.wrap(Mechanism.OAEP_SHA_1, stranger, key).length > 0;
      } finally {
        session.destroy(stranger);
      }
    } catch (ModuleRefusal refusal) {
      return refused(refusal);
    }
  }

  /// The hostile unwrap: as an attacker with the crypto user's PIN would do it.
  private static boolean opensAsReadable(Session session, long kek, WrapFormats formats) {
    KeySpec spec = KeySpec.ALIYUN_AES_256;
    Mechanism wrap = formats.mechanism(formats.formatFor(spec));
    long key = session.generate(KeyTemplates.generation(spec), KeyTemplates.generated(spec));
    try {
      byte[] wrapped = session.wrap(wrap, kek, key);
      long readable =
          session.unwrap(
              wrap,
              kek,
              wrapped,
              Attributes.NONE
                  .number(Ck.CKA_CLASS, Ck.CKO_SECRET_KEY)
                  .number(Ck.CKA_KEY_TYPE, Ck.CKK_AES)
                  .flag(Ck.CKA_TOKEN, false)
                  .flag(Ck.CKA_PRIVATE, true)
                  .flag(Ck.CKA_SENSITIVE, false)
                  .flag(Ck.CKA_EXTRACTABLE, true));
      boolean shown = session.attribute(readable, Ck.CKA_VALUE).isPresent();
      session.destroy(readable);
      return shown;
    } catch (ModuleRefusal refusal) {
      return refused(refusal);
    } finally {
      session.destroy(key);
    }
  }

  /// @return false: not possible; throws when the refusal says nothing of what was tried
  static boolean refused(ModuleRefusal refusal) {
    return switch (refusal.returnClass()) {
      case CALLER, CIPHERTEXT, UNSUPPORTED -> false;
      case SUCCESS, SESSION, EPOCH, HANDLE, DEVICE, MODULE, CREDENTIAL, HANG -> throw refusal;
    };
  }
}
