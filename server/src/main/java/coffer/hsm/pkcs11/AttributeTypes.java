package coffer.hsm.pkcs11;

import coffer.hsm.ObjectAttribute;
import coffer.hsm.pkcs11.Attributes.Attribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The numbers of attributes that tools name.
final class AttributeTypes {
  private AttributeTypes() {}

  static long of(ObjectAttribute attribute) {
    return switch (attribute) {
      case LABEL -> Ck.CKA_LABEL;
      case ID -> Ck.CKA_ID;
      case ENCRYPT -> Ck.CKA_ENCRYPT;
      case DECRYPT -> Ck.CKA_DECRYPT;
      case SIGN -> Ck.CKA_SIGN;
      case SIGN_RECOVER -> Ck.CKA_SIGN_RECOVER;
      case VERIFY -> Ck.CKA_VERIFY;
      case VERIFY_RECOVER -> Ck.CKA_VERIFY_RECOVER;
      case WRAP -> Ck.CKA_WRAP;
      case UNWRAP -> Ck.CKA_UNWRAP;
      case DERIVE -> Ck.CKA_DERIVE;
      case SENSITIVE -> Ck.CKA_SENSITIVE;
      case ALWAYS_SENSITIVE -> Ck.CKA_ALWAYS_SENSITIVE;
      case EXTRACTABLE -> Ck.CKA_EXTRACTABLE;
      case NEVER_EXTRACTABLE -> Ck.CKA_NEVER_EXTRACTABLE;
      case LOCAL -> Ck.CKA_LOCAL;
      case PRIVATE -> Ck.CKA_PRIVATE;
      case TOKEN -> Ck.CKA_TOKEN;
      case MODIFIABLE -> Ck.CKA_MODIFIABLE;
      case COPYABLE -> Ck.CKA_COPYABLE;
      case DESTROYABLE -> Ck.CKA_DESTROYABLE;
      case TRUSTED -> Ck.CKA_TRUSTED;
      case WRAP_WITH_TRUSTED -> Ck.CKA_WRAP_WITH_TRUSTED;
      case ALWAYS_AUTHENTICATE -> Ck.CKA_ALWAYS_AUTHENTICATE;
      case START_DATE -> Ck.CKA_START_DATE;
      case END_DATE -> Ck.CKA_END_DATE;
      case SUBJECT -> Ck.CKA_SUBJECT;
      case APPLICATION -> Ck.CKA_APPLICATION;
      case CHECK_VALUE -> Ck.CKA_CHECK_VALUE;
    };
  }

  static Attributes template(Map<ObjectAttribute, ObjectAttribute.Value> values) {
    List<Attribute> list = new ArrayList<>();
    values.forEach((attribute, value) -> list.add(attribute(of(attribute), value)));
    return new Attributes(list);
  }

  private static Attribute attribute(long type, ObjectAttribute.Value value) {
    return switch (value) {
      case ObjectAttribute.Value.Flag(boolean set) -> new Attribute.Flag(type, set);
      case ObjectAttribute.Value.Bytes(byte[] bytes) -> new Attribute.Bytes(type, bytes);
    };
  }
}
