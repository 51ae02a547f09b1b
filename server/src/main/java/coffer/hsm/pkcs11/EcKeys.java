package coffer.hsm.pkcs11;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which curves a module has, and what it must be told to take a private key back: tried out with a
/// pair of each curve, because no mechanism list says either.
///
/// @param forms how each curve that works is unwrapped
/// @param gaps what the module said to the others
record EcKeys(Map<KeySpec, Form> forms, Map<KeySpec, String> gaps) {
  /// What stands in the template besides what every private key needs.
  enum Form {
    PLAIN("from its PKCS #8 form") {
      @Override
      Attributes attributes(byte[] publicKey) {
        return Attributes.NONE;
      }
    },
    /// PKCS #8 may hold the public key and need not; some modules want it beside.
    WITH_POINT("with the public point beside it (CKA_NSS_DB)") {
      @Override
      Attributes attributes(byte[] publicKey) {
        return Attributes.NONE.bytes(Ck.CKA_NSS_DB, PublicKeys.point(publicKey));
      }
    };

    private final String text;

    Form(String text) {
      this.text = text;
    }

    /// @param publicKey X.509 SubjectPublicKeyInfo
    abstract Attributes attributes(byte[] publicKey);
  }

  static final List<KeySpec> CURVES = List.of(KeySpec.EC_P256, KeySpec.EC_P256K);

  EcKeys {
    forms = Map.copyOf(forms);
    gaps = Map.copyOf(gaps);
  }

  static EcKeys measure(Session session, WrapFormats formats) {
    Map<KeySpec, Form> forms = new EnumMap<>(KeySpec.class);
    Map<KeySpec, String> gaps = new EnumMap<>(KeySpec.class);
    for (KeySpec spec : CURVES) {
      try {
        forms.put(spec, measure(session, formats, spec));
      } catch (ModuleRefusal refusal) {
        boolean _ = Guards.refused(refusal);
        gaps.put(spec, String.valueOf(refusal.getMessage()));
      } catch (HsmException refusal) {
        if (refusal.failure() != HsmFailure.UNSUPPORTED) {
          throw refusal;
        }
        gaps.put(spec, String.valueOf(refusal.getMessage()));
      }
    }
    return new EcKeys(forms, gaps);
  }

  /// Of a private key that comes in, besides what keys of every family need.
  Attributes attributes(KeySpec spec, byte[] publicKey) {
    return forms.getOrDefault(spec, Form.PLAIN).attributes(publicKey);
  }

  /// How a private key of that curve is taken back, or why not.
  String text(KeySpec spec) {
    Form form = forms.get(spec);
    return form == null ? "no: " + gaps.getOrDefault(spec, "not tried") : form.text;
  }

  private static Form measure(Session session, WrapFormats formats, KeySpec spec) {
    Mechanism wrap = formats.mechanism(formats.formatFor(spec));
    List<Long> objects = new ArrayList<>();
    try {
      Session.Pair pair =
          session.generatePair(
              Ck.CKM_EC_KEY_PAIR_GEN,
              KeyTemplates.generatedPublic(spec),
              KeyTemplates.generated(spec));
      objects.add(pair.privateKey());
      objects.add(pair.publicKey());
      long kek = session.generate(Ck.CKM_AES_KEY_GEN, KeyTemplates.probeKek());
      objects.add(kek);
      byte[] wrapped = session.wrap(wrap, kek, pair.privateKey());
      byte[] publicKey = PublicKeys.read(session, spec, pair.publicKey());
      for (Form form : Form.values()) {
        try {
          long key =
              session.unwrap(
                  wrap,
                  kek,
                  wrapped,
                  KeyTemplates.unwrapped(spec, Set.of(KeyUsage.SIGN_VERIFY), false)
                      .and(form.attributes(publicKey)));
          objects.add(key);
          byte[] _ = session.sign(Mechanism.of(Ck.CKM_ECDSA), key, new byte[32]);
          return form;
        } catch (ModuleRefusal refusal) {
          if (form.equals(Form.values()[Form.values().length - 1])) {
            throw refusal;
          }
          boolean _ = Guards.refused(refusal);
        }
      }
      throw new IllegalStateException("the last form ends the loop");
    } finally {
      objects.forEach(session::destroy);
    }
  }
}
