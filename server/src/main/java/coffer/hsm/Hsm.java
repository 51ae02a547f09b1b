package coffer.hsm;

import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import coffer.model.KeyVersionId;
import coffer.model.ProtectionLevel;
import coffer.model.SecretBytes;
import coffer.model.SigningAlgorithm;
import coffer.model.WrappedKey;
import coffer.model.WrappingAlgorithm;
import java.util.Set;

/// What keys need of an HSM, or of a cluster of them.
///
/// Promises: safe for any number of threads; every call ends, with an answer or an `HsmException`,
/// within its deadline (3 s; generation of RSA keys 60 s) and may be repeated, because nothing of
/// it is remembered by the HSM but keys in volatile memory. Plaintext lent to a call is not kept.
/// Public-key operations are not here: they need no HSM.
public interface Hsm extends AutoCloseable {
  ProtectionLevel protectionLevel();

  /// Whether calls may wait for a device; if so, never call on an event loop.
  boolean mayBlock();

  /// Generates material inside and returns it wrapped under the KEK in use; nothing stays inside.
  WrappedKey generate(KeySpec spec, Set<KeyUsage> usages);

  /// Generates material that rests inside: as an object of each HSM that serves, proven on at least
  /// two of them when it returns. It is nobody's until the store knows of it: what the store does
  /// not know ten minutes later is removed again. Fails with UNAVAILABLE while fewer than two
  /// serve.
  ///
  /// @return of format INTERNAL
  default WrappedKey generateInside(KeyVersionId version, KeySpec spec, Set<KeyUsage> usages) {
    throw new HsmException(HsmFailure.UNSUPPORTED, "one HSM alone keeps no keys");
  }

  /// Opens material that a customer wrapped, and returns it wrapped under the newest KEK; nothing
  /// stays inside. AES material has exactly the length of its spec, HMAC material that of the hash
  /// to twice that. A private key is PKCS #8, of the spec's modulus length or curve, and consistent
  /// in itself; its public half is computed, whatever the customer says of it.
  ///
  /// Fails with BAD_CIPHERTEXT, without saying why, when it does not open or is not such material;
  /// with CALLER when the algorithm does not suit the spec. Where padding is removed outside the
  /// HSM, neither result nor time tells what is wrong with it.
  Imported importKey(Incoming incoming, KeySpec spec, Set<KeyUsage> usages);

  /// Takes in, as an object of each HSM that serves, what `importKey` would wrap; as
  /// `generateInside` does with what it makes. What is inside of that version already is replaced.
  ///
  /// @return of format INTERNAL
  default WrappedKey importInside(
      KeyVersionId version, Incoming incoming, KeySpec spec, Set<KeyUsage> usages) {
    throw new HsmException(HsmFailure.UNSUPPORTED, "one HSM alone keeps no keys");
  }

  /// Wraps material for `importKey` elsewhere. Only an HSM without hardware does this: it is the
  /// way out of it. Fails with UNSUPPORTED where keys do not leave.
  ///
  /// @param algorithm that suits the spec
  /// @param wrappingKey X.509 SubjectPublicKeyInfo (DER) of RSA-2048
  default byte[] exportKey(Material material, WrappingAlgorithm algorithm, byte[] wrappingKey) {
    throw new HsmException(HsmFailure.UNSUPPORTED, "keys of this HSM do not leave it");
  }

  /// Makes wrapped material usable: sensitive, not extractable, only for its usages.
  ///
  /// Fails with BAD_CIPHERTEXT when it does not unwrap, with ABSENT when it should rest inside and
  /// does not.
  HsmKey unwrap(Material material);

  /// Forgets a key everywhere. Does nothing for one that is gone already.
  void release(HsmKey key);

  /// Forgets whatever this HSM itself remembers of a version, everywhere, for good: also an object
  /// that `generateInside` made. One that knows keys by what `unwrap` gave out, and by nothing
  /// else, remembers none.
  default void forget(KeyVersionId version) {}

  /// Symmetric encryption. Fails with CALLER when lengths do not fit the mode.
  Sealed encrypt(HsmKey key, CipherParameters parameters, SecretBytes plaintext);

  /// Symmetric or RSA decryption. Whatever is wrong with the ciphertext is BAD_CIPHERTEXT.
  Opened decrypt(HsmKey key, CipherParameters parameters, byte[] ciphertext);

  /// Signs a digest.
  ///
  /// @param digest SHA-256 of the message, 32 bytes
  /// @return PKCS #1 or PSS (salt 32) signature, or ECDSA in DER
  byte[] sign(HsmKey key, SigningAlgorithm algorithm, byte[] digest);

  /// HMAC with the hash of the key's spec, not truncated.
  byte[] mac(HsmKey key, byte[] message);

  SecretBytes random(int bytes);

  /// HMAC-SHA256 under the cluster's integrity key of a version, which has that of its KEK: 32
  /// bytes. Fails with UNSUPPORTED when that version is not here.
  byte[] integrity(int version, byte[] data);

  /// Throws unless the HSM just did some real work.
  void ping();

  @Override
  void close();
}
