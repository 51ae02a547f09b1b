package coffer.cli;

import coffer.hsm.ObjectAttribute;
import coffer.hsm.ObjectKind;
import coffer.hsm.ObjectRef;
import coffer.hsm.TokenObject;
import coffer.hsm.TokenSession;
import coffer.hsm.WantedKey;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// The custodian's side of a ceremony. Each step looks first what is there.
final class ByokToken {
  private static final int LABEL_DIGITS = 16;

  private final TokenSession session;

  ByokToken(TokenSession session) {
    this.session = session;
  }

  /// The label of a wrapping key tells which it is.
  static String label(byte[] publicKey) {
    return "coffer-import-" + sha256(publicKey).substring(0, LABEL_DIGITS);
  }

  /// The service's wrapping key on the token, allowed to wrap and nothing else.
  TokenObject wrappingKey(byte[] publicKey) {
    String label = label(publicKey);
    List<TokenObject> there = find(ObjectKind.PUBLIC_KEY, o -> o.label().equals(label));
    ObjectRef key =
        there.isEmpty()
            ? session.importPublicKey(publicKey, label, new byte[0], Set.of())
            : there.getFirst().ref();
    if (!MessageDigest.isEqual(session.exportPublicKey(key), publicKey)) {
      throw new Trouble("The token has another key named " + label + "; delete or rename it");
    }
    if (!session.object(key).flags().contains(ObjectAttribute.WRAP)) {
      session.set(key, Map.of(ObjectAttribute.WRAP, new ObjectAttribute.Value.Flag(true)));
    }
    return session.object(key);
  }

  /// A key that is there already, checked so far as it shows itself.
  TokenObject existing(String name, int bits) {
    TokenObject key = new ObjectName(name).find(session, Set.of(ObjectKind.SECRET_KEY));
    if (!key.keyType().equals("aes") || (key.bits() != 0 && key.bits() != bits)) {
      throw new Trouble(ObjectName.brief(key) + " is no AES key of " + bits + " bits");
    }
    return key;
  }

  /// The key that this ceremony made before it was interrupted, or a new one.
  ///
  /// @param id CKA_ID, written down before the key is made
  TokenObject generated(String label, byte[] id, int bits) {
    List<TokenObject> there = find(ObjectKind.SECRET_KEY, o -> MessageDigest.isEqual(o.id(), id));
    if (!there.isEmpty()) {
      return there.getFirst();
    }
    HsmPublicKeys.requireFree(session, label, Set.of(ObjectKind.SECRET_KEY));
    return session.object(
        session.generate(
            new WantedKey(
                WantedKey.Type.AES,
                bits,
                label,
                id,
                Set.of(ObjectAttribute.ENCRYPT, ObjectAttribute.DECRYPT),
                true)));
  }

  byte[] wrap(ByokAlgorithm algorithm, TokenObject wrapping, TokenObject key) {
    return session.wrap(algorithm.method(), wrapping.ref(), key.ref());
  }

  /// The wrapping key has done its work; it would only lie about.
  void forget(byte[] publicKey) {
    String label = label(publicKey);
    find(ObjectKind.PUBLIC_KEY, o -> o.label().equals(label))
        .forEach(object -> session.delete(object.ref()));
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private List<TokenObject> find(ObjectKind kind, Predicate<TokenObject> wanted) {
    return session.objects().stream().filter(o -> o.kind() == kind).filter(wanted).toList();
  }
}
