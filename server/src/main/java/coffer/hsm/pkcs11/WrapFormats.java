package coffer.hsm.pkcs11;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.model.KeySpec;
import coffer.model.WrapFormat;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/// Which wrap mechanism of a module makes which encoding: measured, because the same number means
/// RFC 5649 in one module and PKCS #5 padding in another.
///
/// @param mechanisms by the encoding they make
/// @param encodings what each candidate makes, in words
/// @param warnings what an operator should know
record WrapFormats(
    Map<WrapFormat, Long> mechanisms, Map<Long, String> encodings, List<String> warnings) {
  static final List<Long> CANDIDATES =
      List.of(Ck.CKM_AES_KEY_WRAP, Ck.CKM_AES_KEY_WRAP_KWP, Ck.CKM_AES_KEY_WRAP_PAD);

  /// What is known of mechanisms whose meaning the standard settled, for modules that take no
  /// plaintext keys and so cannot be measured. 0x210A is not among them.
  private static final Map<WrapFormat, Long> STANDARD =
      Map.of(WrapFormat.AES_KW, Ck.CKM_AES_KEY_WRAP, WrapFormat.AES_KWP, Ck.CKM_AES_KEY_WRAP_KWP);

  /// Not a secret: it is looked for in what the module makes of it.
  private static final byte[] KEY = sequence(32, 0x40);

  private static final byte[] ALIGNED = sequence(24, 0x80);
  private static final byte[] UNALIGNED = sequence(20, 0xa0);

  WrapFormats {
    mechanisms = Map.copyOf(mechanisms);
    encodings = Map.copyOf(encodings);
    warnings = List.copyOf(warnings);
  }

  static WrapFormats measure(Session session) {
    List<Long> objects = new ArrayList<>();
    try {
      long kek = create(session, Ck.CKK_AES, KEY, Ck.CKA_WRAP, objects);
      long aligned = create(session, Ck.CKK_GENERIC_SECRET, ALIGNED, Ck.CKA_SIGN, objects);
      long unaligned = create(session, Ck.CKK_GENERIC_SECRET, UNALIGNED, Ck.CKA_SIGN, objects);
      return compare(session, kek, aligned, unaligned);
    } catch (ModuleRefusal refusal) {
      if (refusal.returnClass() != ReturnClass.CALLER
          && refusal.returnClass() != ReturnClass.UNSUPPORTED) {
        throw refusal;
      }
      return new WrapFormats(
          STANDARD,
          Map.of(),
          List.of("wrap formats could not be measured; the standard's are assumed"));
    } finally {
      objects.forEach(session::destroy);
    }
  }

  /// For wrapping. Private keys have any length, so they need padding.
  WrapFormat formatFor(KeySpec spec) {
    return formatFor(spec.isAsymmetric());
  }

  /// The same for material of any length.
  WrapFormat paddedFormat() {
    return formatFor(true);
  }

  /// The encoding that tells a secret's length, if the module makes it.
  Optional<Mechanism> exact() {
    return Optional.ofNullable(mechanisms.get(WrapFormat.AES_KW)).map(Mechanism::of);
  }

  private WrapFormat formatFor(boolean anyLength) {
    List<WrapFormat> wanted =
        anyLength
            ? List.of(WrapFormat.AES_KWP, WrapFormat.AES_KW_PKCS5)
            : List.of(WrapFormat.AES_KW, WrapFormat.AES_KWP, WrapFormat.AES_KW_PKCS5);
    return wanted.stream()
        .filter(mechanisms::containsKey)
        .findFirst()
        .orElseThrow(
            () -> new HsmException(HsmFailure.UNSUPPORTED, "the module has no usable key wrap"));
  }

  Mechanism mechanism(WrapFormat format) {
    Long mechanism = mechanisms.get(format);
    if (mechanism == null) {
      throw new HsmException(
          HsmFailure.UNSUPPORTED, "the module has no mechanism for wrap format " + format);
    }
    return Mechanism.of(mechanism);
  }

  private static WrapFormats compare(Session session, long kek, long aligned, long unaligned) {
    Map<WrapFormat, Long> found = new EnumMap<>(WrapFormat.class);
    Map<Long, String> encodings = new HashMap<>();
    List<String> warnings = new ArrayList<>();
    for (long mechanism : CANDIDATES) {
      Optional<byte[]> wrapped = wrap(session, mechanism, kek, aligned);
      if (wrapped.isEmpty()) {
        encodings.put(mechanism, "refused");
        continue;
      }
      String name = "wrap mechanism 0x" + Long.toHexString(mechanism);
      Optional<WrapFormat> format = formatOf(wrapped.get());
      if (format.isEmpty()) {
        encodings.put(mechanism, "an unknown encoding, not used");
        warnings.add(name + " makes an unknown encoding and is not used");
        continue;
      }
      found.putIfAbsent(format.get(), mechanism);
      encodings.put(mechanism, text(format.get()));
      if (format.get() == WrapFormat.AES_KWP
          && wrap(session, mechanism, kek, unaligned)
              .filter(made -> MessageDigest.isEqual(made, jdk("AES/KWP/NoPadding", UNALIGNED)))
              .isEmpty()) {
        encodings.merge(mechanism, "fills up to 8 bytes with zeros", (a, b) -> a + ", " + b);
        warnings.add(name + " fills material up to a multiple of 8 bytes with zeros");
      }
    }
    return new WrapFormats(found, encodings, warnings);
  }

  private static Optional<byte[]> wrap(Session session, long mechanism, long kek, long key) {
    try {
      return Optional.of(session.wrap(Mechanism.of(mechanism), kek, key));
    } catch (ModuleRefusal refusal) {
      return switch (refusal.returnClass()) {
        case CALLER, CIPHERTEXT, UNSUPPORTED -> Optional.empty();
        case SUCCESS, SESSION, EPOCH, HANDLE, DEVICE, MODULE, CREDENTIAL, HANG -> throw refusal;
      };
    }
  }

  private static Optional<WrapFormat> formatOf(byte[] wrapped) {
    if (MessageDigest.isEqual(wrapped, jdk("AES/KW/NoPadding", ALIGNED))) {
      return Optional.of(WrapFormat.AES_KW);
    }
    if (MessageDigest.isEqual(wrapped, jdk("AES/KWP/NoPadding", ALIGNED))) {
      return Optional.of(WrapFormat.AES_KWP);
    }
    return MessageDigest.isEqual(wrapped, jdk("AES/KW/PKCS5Padding", ALIGNED))
        ? Optional.of(WrapFormat.AES_KW_PKCS5)
        : Optional.empty();
  }

  private static String text(WrapFormat format) {
    return switch (format) {
      case AES_KW -> "RFC 3394";
      case AES_KWP -> "RFC 5649";
      case AES_KW_PKCS5 -> "RFC 3394 after PKCS #5 padding";
      case AES_GCM, INTERNAL -> throw new IllegalStateException("no wrap mechanism makes it");
    };
  }

  private static byte[] jdk(String transformation, byte[] secret) {
    try {
      Cipher cipher = Cipher.getInstance(transformation);
      cipher.init(Cipher.WRAP_MODE, new SecretKeySpec(KEY, "AES"));
      return cipher.wrap(new SecretKeySpec(secret, "RAW"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has " + transformation, e);
    }
  }

  private static long create(
      Session session, long type, byte[] value, long usage, List<Long> objects) {
    long object =
        session.create(
            Attributes.NONE
                .number(Ck.CKA_CLASS, Ck.CKO_SECRET_KEY)
                .number(Ck.CKA_KEY_TYPE, type)
                .flag(Ck.CKA_TOKEN, false)
                .flag(Ck.CKA_PRIVATE, true)
                .flag(Ck.CKA_EXTRACTABLE, true)
                .flag(usage, true)
                .bytes(Ck.CKA_VALUE, value));
    objects.add(object);
    return object;
  }

  private static byte[] sequence(int length, int first) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (first + i);
    }
    return bytes;
  }
}
