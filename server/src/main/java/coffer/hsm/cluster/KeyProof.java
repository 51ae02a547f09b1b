package coffer.hsm.cluster;

import coffer.hsm.CipherParameters;
import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.HsmKey;
import coffer.hsm.HsmMember;
import coffer.hsm.Material;
import coffer.hsm.Opened;
import coffer.hsm.Sealed;
import coffer.model.EncryptionAlgorithm;
import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import coffer.model.KeyVersionId;
import coffer.model.SecretBytes;
import coffer.model.SigningAlgorithm;
import coffer.model.WrappedKey;
import java.security.MessageDigest;
import java.util.Set;
import java.util.UUID;

/// Shows that another member unwraps a key to the same material as its maker. Symmetric keys: what
/// the maker sealed, the other opens. Asymmetric ones: what the other does fits the public key.
final class KeyProof {
  private static final int NONCE_BYTES = 32;
  private static final byte[] NONE = {};

  private final Material material;
  private final byte[] nonce;

  /// What the maker made of the nonce.
  private final Sealed made;

  private KeyProof(Material material, byte[] nonce, Sealed made) {
    this.material = material;
    this.nonce = nonce;
    this.made = made;
  }

  /// A maker that cannot use its own key is UNAVAILABLE.
  static KeyProof by(HsmMember maker, KeySpec spec, Set<KeyUsage> usages, WrappedKey wrapped) {
    byte[] nonce = nonce(maker);
    KeyVersionId version = new KeyVersionId(UUID.nameUUIDFromBytes(nonce));
    return by(maker, new Material(version, spec, usages, wrapped), nonce);
  }

  /// The same of a key with a name, such as rests inside HSMs.
  static KeyProof by(HsmMember maker, Material material) {
    return by(maker, material, nonce(maker));
  }

  private static KeyProof by(HsmMember maker, Material material, byte[] nonce) {
    try {
      return new KeyProof(material, nonce, make(maker, material, nonce));
    } catch (HsmException e) {
      if (e.failure() == HsmFailure.BAD_CIPHERTEXT) {
        throw new HsmException(HsmFailure.UNAVAILABLE, "the maker cannot unwrap its new key", e);
      }
      throw e;
    }
  }

  private static byte[] nonce(HsmMember maker) {
    try (SecretBytes random = maker.random(NONCE_BYTES)) {
      return random.use(byte[]::clone);
    }
  }

  /// Fails only with what the member itself fails with, never with BAD_CIPHERTEXT.
  boolean holdsOn(HsmMember other) {
    try {
      HsmKey key = other.unwrap(material);
      try {
        return check(other, key);
      } finally {
        other.release(key);
      }
    } catch (HsmException e) {
      if (e.failure() == HsmFailure.BAD_CIPHERTEXT) {
        return false;
      }
      throw e;
    }
  }

  private static Sealed make(HsmMember maker, Material material, byte[] nonce) {
    if (material.spec().isAsymmetric()) {
      return new Sealed(NONE, NONE);
    }
    HsmKey key = maker.unwrap(material);
    try (SecretBytes plaintext = SecretBytes.copyOf(nonce)) {
      return material.spec().family() == KeySpec.Family.HMAC
          ? new Sealed(NONE, maker.mac(key, nonce))
          : maker.encrypt(key, CipherParameters.gcm(NONE, NONE), plaintext);
    } finally {
      maker.release(key);
    }
  }

  private boolean check(HsmMember other, HsmKey key) {
    PublicKeyCheck publicKey = new PublicKeyCheck(material.spec(), material.wrapped().publicKey());
    return switch (material.spec().family()) {
      case AES -> opens(other, key, CipherParameters.gcm(made.iv(), NONE), made.ciphertext());
      case HMAC -> MessageDigest.isEqual(made.ciphertext(), other.mac(key, nonce));
      case EC -> publicKey.verifies(nonce, sign(other, key, SigningAlgorithm.ECDSA_SHA_256));
      case RSA ->
          material.usages().contains(KeyUsage.SIGN_VERIFY)
              ? publicKey.verifies(nonce, sign(other, key, SigningAlgorithm.RSA_PKCS1_SHA_256))
              : opens(
                  other,
                  key,
                  CipherParameters.rsa(EncryptionAlgorithm.RSAES_OAEP_SHA_1),
                  publicKey.encrypt(nonce));
    };
  }

  private boolean opens(HsmMember other, HsmKey key, CipherParameters how, byte[] ciphertext) {
    Opened opened = other.decrypt(key, how, ciphertext);
    try (SecretBytes plaintext = opened.plaintext()) {
      return plaintext.use(bytes -> MessageDigest.isEqual(bytes, nonce));
    }
  }

  private byte[] sign(HsmMember other, HsmKey key, SigningAlgorithm algorithm) {
    return other.sign(key, algorithm, PublicKeyCheck.sha256(nonce));
  }
}
