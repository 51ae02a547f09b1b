package coffer.hsm.pkcs11;

import coffer.hsm.ObjectAttribute;
import coffer.hsm.ObjectKind;
import coffer.hsm.ObjectRef;
import coffer.hsm.TokenObject;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads what an object shows of itself.
final class ObjectReader {
  private static final byte[] NONE = {};
  private static final List<Long> TYPES = types();

  private static final List<Long> NUMBERS =
      List.of(Ck.CKA_CLASS, Ck.CKA_KEY_TYPE, Ck.CKA_VALUE_LEN);

  private ObjectReader() {}

  static TokenObject read(Session session, long handle) {
    Map<Long, byte[]> values = new HashMap<>(session.attributes(handle, TYPES));
    for (long type : NUMBERS) {
      session.number(handle, type).ifPresent(value -> values.put(type, value));
    }
    ObjectKind kind = kind(number(values, Ck.CKA_CLASS));
    boolean isKey =
        kind == ObjectKind.SECRET_KEY
            || kind == ObjectKind.PUBLIC_KEY
            || kind == ObjectKind.PRIVATE_KEY;
    Set<ObjectAttribute> set = EnumSet.noneOf(ObjectAttribute.class);
    Set<ObjectAttribute> known = EnumSet.noneOf(ObjectAttribute.class);
    for (ObjectAttribute flag : ObjectAttribute.flags()) {
      byte[] value = values.getOrDefault(AttributeTypes.of(flag), NONE);
      if (value.length == 1) {
        known.add(flag);
        if (value[0] != 0) {
          set.add(flag);
        }
      }
    }
    return new TokenObject(
        new ObjectRef(handle),
        kind,
        isKey ? keyType(number(values, Ck.CKA_KEY_TYPE)) : "",
        bits(values),
        new String(values.getOrDefault(Ck.CKA_LABEL, NONE), StandardCharsets.UTF_8),
        values.getOrDefault(Ck.CKA_ID, NONE),
        set,
        known);
  }

  private static List<Long> types() {
    List<Long> types = new ArrayList<>(List.of(Ck.CKA_LABEL, Ck.CKA_ID, Ck.CKA_MODULUS));
    ObjectAttribute.flags().forEach(flag -> types.add(AttributeTypes.of(flag)));
    return List.copyOf(types);
  }

  private static int bits(Map<Long, byte[]> values) {
    byte[] modulus = values.getOrDefault(Ck.CKA_MODULUS, NONE);
    if (modulus.length > 0) {
      return new BigInteger(1, modulus).bitLength();
    }
    long length = number(values, Ck.CKA_VALUE_LEN);
    return length > 0 && length <= Integer.MAX_VALUE / 8 ? (int) length * 8 : 0;
  }

  private static ObjectKind kind(long number) {
    if (number == Ck.CKO_SECRET_KEY) {
      return ObjectKind.SECRET_KEY;
    } else if (number == Ck.CKO_PUBLIC_KEY) {
      return ObjectKind.PUBLIC_KEY;
    } else if (number == Ck.CKO_PRIVATE_KEY) {
      return ObjectKind.PRIVATE_KEY;
    } else if (number == Ck.CKO_CERTIFICATE) {
      return ObjectKind.CERTIFICATE;
    }
    return number == Ck.CKO_DATA ? ObjectKind.DATA : ObjectKind.OTHER;
  }

  private static String keyType(long number) {
    if (number == Ck.CKK_AES) {
      return "aes";
    } else if (number == Ck.CKK_RSA) {
      return "rsa";
    } else if (number == Ck.CKK_EC) {
      return "ec";
    } else if (number == Ck.CKK_GENERIC_SECRET) {
      return "generic";
    }
    return "0x" + Long.toHexString(number);
  }

  /// A CK_ULONG; -1 when the object does not tell.
  private static long number(Map<Long, byte[]> values, long type) {
    byte[] value = values.getOrDefault(type, NONE);
    return value.length == Long.BYTES
        ? ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).getLong()
        : -1;
  }
}
