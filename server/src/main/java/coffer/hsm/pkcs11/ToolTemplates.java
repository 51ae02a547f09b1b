package coffer.hsm.pkcs11;

import coffer.hsm.ObjectAttribute;
import coffer.hsm.WantedKey;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/// Templates of the objects that tools make: token objects, each use allowed or forbidden by name.
final class ToolTemplates {
  private static final byte[] F4 = {1, 0, 1};
  private static final List<ObjectAttribute> SECRET =
      List.of(
          ObjectAttribute.ENCRYPT,
          ObjectAttribute.DECRYPT,
          ObjectAttribute.SIGN,
          ObjectAttribute.VERIFY,
          ObjectAttribute.WRAP,
          ObjectAttribute.UNWRAP,
          ObjectAttribute.DERIVE);
  private static final List<ObjectAttribute> PRIVATE =
      List.of(
          ObjectAttribute.DECRYPT,
          ObjectAttribute.SIGN,
          ObjectAttribute.UNWRAP,
          ObjectAttribute.DERIVE);
  private static final List<ObjectAttribute> PUBLIC =
      List.of(ObjectAttribute.ENCRYPT, ObjectAttribute.VERIFY, ObjectAttribute.WRAP);

  private ToolTemplates() {}

  static long generation(WantedKey.Type type) {
    return switch (type) {
      case AES -> Ck.CKM_AES_KEY_GEN;
      case GENERIC -> Ck.CKM_GENERIC_SECRET_KEY_GEN;
      case RSA -> Ck.CKM_RSA_PKCS_KEY_PAIR_GEN;
      case EC_P256, EC_P384, EC_P521, EC_P256K -> Ck.CKM_EC_KEY_PAIR_GEN;
    };
  }

  /// Of a secret key that is generated.
  static Attributes generatedSecret(WantedKey wanted) {
    return unwrapped(wanted).number(Ck.CKA_VALUE_LEN, wanted.bits() / 8);
  }

  /// Of a private half that is generated with its public one: the mechanism tells class and type.
  static Attributes generatedPrivate(WantedKey wanted) {
    return kept(wanted).and(uses(PRIVATE, wanted.uses()));
  }

  static Attributes generatedPublic(WantedKey wanted) {
    Attributes template =
        named(wanted.label(), wanted.id())
            .flag(Ck.CKA_PRIVATE, false)
            .and(uses(PUBLIC, wanted.uses()));
    return wanted.type() == WantedKey.Type.RSA
        ? template.number(Ck.CKA_MODULUS_BITS, wanted.bits()).bytes(Ck.CKA_PUBLIC_EXPONENT, F4)
        : template.bytes(Ck.CKA_EC_PARAMS, curve(wanted.type()));
  }

  /// Of a key that is unwrapped.
  static Attributes unwrapped(WantedKey wanted) {
    boolean isPrivate = wanted.type().isPair();
    return Attributes.NONE
        .number(Ck.CKA_CLASS, isPrivate ? Ck.CKO_PRIVATE_KEY : Ck.CKO_SECRET_KEY)
        .number(Ck.CKA_KEY_TYPE, keyType(wanted.type()))
        .and(kept(wanted))
        .and(uses(isPrivate ? PRIVATE : SECRET, wanted.uses()));
  }

  static Attributes importedPublic(
      long keyType, String label, byte[] id, Set<ObjectAttribute> uses) {
    return Attributes.NONE
        .number(Ck.CKA_CLASS, Ck.CKO_PUBLIC_KEY)
        .number(Ck.CKA_KEY_TYPE, keyType)
        .and(named(label, id))
        .flag(Ck.CKA_PRIVATE, false)
        .and(uses(PUBLIC, uses));
  }

  private static Attributes kept(WantedKey wanted) {
    return named(wanted.label(), wanted.id())
        .flag(Ck.CKA_PRIVATE, true)
        .flag(Ck.CKA_SENSITIVE, true)
        .flag(Ck.CKA_EXTRACTABLE, wanted.extractable());
  }

  private static Attributes named(String label, byte[] id) {
    Attributes template =
        Attributes.NONE
            .flag(Ck.CKA_TOKEN, true)
            .bytes(Ck.CKA_LABEL, label.getBytes(StandardCharsets.UTF_8));
    return id.length == 0 ? template : template.bytes(Ck.CKA_ID, id);
  }

  private static Attributes uses(List<ObjectAttribute> all, Set<ObjectAttribute> allowed) {
    Attributes flags = Attributes.NONE;
    for (ObjectAttribute use : all) {
      flags = flags.flag(AttributeTypes.of(use), allowed.contains(use));
    }
    return flags;
  }

  private static long keyType(WantedKey.Type type) {
    return switch (type) {
      case AES -> Ck.CKK_AES;
      case GENERIC -> Ck.CKK_GENERIC_SECRET;
      case RSA -> Ck.CKK_RSA;
      case EC_P256, EC_P384, EC_P521, EC_P256K -> Ck.CKK_EC;
    };
  }

  /// DER of the named curve's OID (RFC 5480 §2.1.1.1, SEC 2 §A.2.1).
  private static byte[] curve(WantedKey.Type type) {
    return HexFormat.of()
        .parseHex(
            switch (type) {
              case EC_P256 -> "06082a8648ce3d030107";
              case EC_P384 -> "06052b81040022";
              case EC_P521 -> "06052b81040023";
              case EC_P256K -> "06052b8104000a";
              case AES, GENERIC, RSA -> throw new IllegalArgumentException("no curve");
            });
  }
}
