package coffer.hsm.pkcs11;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.Material;
import coffer.model.KeySpec;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/// In what this module differs from others, found by trying when it is opened. Nothing in the
/// driver asks which module it has.
record Traits(String module, WrapFormats formats, EcKeys ec, GcmIv gcmIv) {
  private static final byte[] IV = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

  /// Whose IV AES-GCM uses. What was used is read back after each encryption, whoever chose it.
  enum GcmIv {
    AS_GIVEN("as given"),
    OWN("chosen by the HSM"),
    NONE("no AES-GCM");

    private final String text;

    GcmIv(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  static Traits measure(String module, Session session) {
    WrapFormats formats = WrapFormats.measure(session);
    return new Traits(module, formats, EcKeys.measure(session, formats), gcmIv(session));
  }

  /// Refuses what the module cannot do for keys of this spec.
  void require(KeySpec spec) {
    String gap = ec.gaps().get(spec);
    if (gap != null) {
      throw new HsmException(
          HsmFailure.UNSUPPORTED, "module " + module + " has no " + spec.wireName() + ", " + gap);
    }
  }

  /// The template of C_UnwrapKey for use.
  ///
  /// @param rests as an object of the token, not of the session
  Attributes unwrapping(Material material, boolean rests) {
    return KeyTemplates.unwrapped(material.spec(), material.usages(), rests)
        .and(privateKey(material.spec(), material.wrapped().publicKey()));
  }

  /// What the module must be told besides of a private key that comes; nothing of other keys.
  ///
  /// @param publicKey X.509 SubjectPublicKeyInfo
  Attributes privateKey(KeySpec spec, byte[] publicKey) {
    return spec.family() == KeySpec.Family.EC ? ec.attributes(spec, publicKey) : Attributes.NONE;
  }

  private static GcmIv gcmIv(Session session) {
    long key = session.generate(Ck.CKM_AES_KEY_GEN, KeyTemplates.probeAes());
    try {
      byte[] _ = session.encrypt(Mechanism.gcm(IV, new byte[0]), key, new byte[16]);
      return MessageDigest.isEqual(session.memory().iv(IV.length), IV) ? GcmIv.AS_GIVEN : GcmIv.OWN;
    } catch (ModuleRefusal refusal) {
      return Guards.refused(refusal) ? GcmIv.OWN : GcmIv.NONE;
    } finally {
      session.destroy(key);
    }
  }

  List<String> warnings() {
    List<String> all = new ArrayList<>(formats.warnings());
    ec.gaps()
        .forEach((spec, gap) ->
            all.add("no keys of spec " + spec.wireName() + " can live here (" + gap + ")"));
    return all;
  }
}
