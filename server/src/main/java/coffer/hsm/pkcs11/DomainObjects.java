package coffer.hsm.pkcs11;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Handles of the token objects that the cluster keeps in each member.
///
/// @param keks by version
/// @param integrity integrity keys by version
/// @param told the version that was told to be in use; 0 for none
/// @param identPrivate the identity key
record DomainObjects(
    Map<Integer, Long> keks,
    Map<Integer, Long> integrity,
    int told,
    Optional<Long> identPrivate,
    Optional<Long> identPublic) {
  static final String IDENT = "IDENT";
  static final String KEK = "KEK/v";
  static final String INTEGRITY = "INT/v";
  private static final int VERSION_DIGITS_MAX = 9;

  DomainObjects {
    keks = Map.copyOf(keks);
    integrity = Map.copyOf(integrity);
  }

  /// Looks at the token's own objects, by label.
  static DomainObjects find(Session session) {
    Map<Integer, Long> keks = new TreeMap<>();
    Map<Integer, Long> integrity = new TreeMap<>();
    for (long object : session.find(ofClass(Ck.CKO_SECRET_KEY))) {
      String label = label(session, object);
      collect(label, KEK, object, keks);
      collect(label, INTEGRITY, object, integrity);
    }
    return new DomainObjects(
        keks, integrity, 0, one(session, Ck.CKO_PRIVATE_KEY), one(session, Ck.CKO_PUBLIC_KEY));
  }

  /// The identity key, looked for without the others.
  static Optional<Long> findIdent(Session session) {
    return one(session, Ck.CKO_PRIVATE_KEY);
  }

  DomainObjects using(int version) {
    return new DomainObjects(keks, integrity, version, identPrivate, identPublic);
  }

  /// Those of which both keys are here.
  Set<Integer> versions() {
    return keks.keySet().stream().filter(integrity::containsKey).collect(Collectors.toSet());
  }

  /// The version in use; 0 for none.
  int version() {
    Set<Integer> here = versions();
    return here.contains(told) ? told : here.stream().max(Integer::compare).orElse(0);
  }

  int requireVersion() {
    int version = version();
    if (version == 0) {
      throw new HsmException(HsmFailure.UNAVAILABLE, "the token has no domain keys");
    }
    return version;
  }

  /// Not CALLER: another member may have that version.
  long kek(int version) {
    Long handle = keks.get(version);
    if (handle == null) {
      throw new HsmException(HsmFailure.UNAVAILABLE, "the token has no KEK of that version");
    }
    return handle;
  }

  long integrityKey(int version) {
    Long handle = integrity.get(version);
    if (handle == null) {
      throw new HsmException(
          HsmFailure.UNSUPPORTED, "the token has no integrity key of that version");
    }
    return handle;
  }

  static Attributes ofClass(long objectClass) {
    return Attributes.NONE.number(Ck.CKA_CLASS, objectClass).flag(Ck.CKA_TOKEN, true);
  }

  static Attributes named(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    return Attributes.NONE.bytes(Ck.CKA_LABEL, bytes).bytes(Ck.CKA_ID, bytes);
  }

  static Attributes labelled(long objectClass, String label) {
    return ofClass(objectClass).bytes(Ck.CKA_LABEL, label.getBytes(StandardCharsets.UTF_8));
  }

  static void each(Session session, Attributes template, Consumer<Long> action) {
    session.find(template).forEach(action);
  }

  private static Optional<Long> one(Session session, long objectClass) {
    List<Long> found = session.find(labelled(objectClass, IDENT));
    if (found.size() > 1) {
      throw twice(IDENT);
    }
    return found.stream().findFirst();
  }

  private static void collect(
      String label, String prefix, long object, Map<Integer, Long> versions) {
    if (!label.startsWith(prefix) || label.length() > prefix.length() + VERSION_DIGITS_MAX) {
      return;
    }
    String digits = label.substring(prefix.length());
    if (!digits.matches("[1-9][0-9]*")) {
      return;
    }
    if (versions.put(Integer.parseInt(digits), object) != null) {
      // Wrapping under the wrong one of two would lose keys: an operator must decide.
      throw twice(label);
    }
  }

  private static HsmException twice(String label) {
    return new HsmException(
        HsmFailure.UNAVAILABLE, "the token has two objects labelled " + label + "; remove one");
  }

  private static String label(Session session, long object) {
    return session
        .attribute(object, Ck.CKA_LABEL)
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
        .orElse("");
  }
}
