package coffer.hsm.pkcs11;

import coffer.model.KeySpec;
import java.util.ArrayList;
import java.util.List;

/// Looks, once the domain keys are here, whether they are guarded as they should be.
final class Probe {
  private Probe() {}

  static List<String> domainWarnings(Lanes lanes, WrapFormats formats) {
    return lanes.home((epoch, session) -> {
      int version = epoch.domain().newest();
      if (version == 0) {
        return List.of();
      }
      List<String> warnings = new ArrayList<>();
      Session home = epoch.home(session);
      long kek = epoch.domain().kek(version);
      if (opensAsReadable(session, kek, formats)) {
        warnings.add(
            "the token lets whoever has kmsuser's PIN unwrap keys in readable form:"
                + " it ignores the KEK's unwrap template");
      }
      if (home.attribute(kek, Ck.CKA_WRAP_WITH_TRUSTED)
          .filter(value -> value.length == 1 && value[0] != 0)
          .isEmpty()) {
        warnings.add(
            "the token does not know trusted wrapping keys: whoever has kmsuser's PIN can"
                + " export the KEK");
      }
      return warnings;
    });
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
      return switch (refusal.returnClass()) {
        case CALLER, CIPHERTEXT, UNSUPPORTED -> false;
        case SUCCESS, SESSION, EPOCH, HANDLE, DEVICE, MODULE, CREDENTIAL -> throw refusal;
      };
    } finally {
      session.destroy(key);
    }
  }
}
