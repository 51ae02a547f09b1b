package coffer.hsm;

import coffer.model.SecretBytes;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A session with one token, logged in. Fails as `TokenTools` says. Used by one thread at a time.
public interface TokenSession extends AutoCloseable {
  TokenSlot slot();

  /// As SO: sets the crypto officer's PIN, making the role if need be; objects stay.
  void initRole(SecretBytes pin);

  /// Changes the PIN of the role that is logged in.
  void changePin(SecretBytes old, SecretBytes fresh);

  /// The objects that this role sees, in the order of their handles; at most 10,000.
  List<TokenObject> objects();

  TokenObject object(ObjectRef object);

  /// Sets attributes in one call of the module.
  void set(ObjectRef object, Map<ObjectAttribute, ObjectAttribute.Value> values);

  /// Makes a public key object.
  ///
  /// @param publicKey X.509 SubjectPublicKeyInfo (DER), RSA or EC
  /// @param id CKA_ID; empty for none
  /// @param uses what it may do; all else is forbidden by name
  ObjectRef importPublicKey(byte[] publicKey, String label, byte[] id, Set<ObjectAttribute> uses);

  /// @return X.509 SubjectPublicKeyInfo (DER) of a public key, or of a private one that shows it
  byte[] exportPublicKey(ObjectRef object);

  /// @return the secret key, or the private half
  ObjectRef generate(WantedKey wanted);

  byte[] wrap(WrapMethod method, ObjectRef wrappingKey, ObjectRef key);

  /// Makes a key of what `wrap` gave, here or elsewhere. Public halves are not made.
  ObjectRef unwrap(WrapMethod method, ObjectRef unwrappingKey, byte[] wrapped, WantedKey wanted);

  void delete(ObjectRef object);

  /// Prepares a measurement; the caller closes it before this.
  TokenTrial trial(TokenTrial.Work work);

  @Override
  void close();
}
