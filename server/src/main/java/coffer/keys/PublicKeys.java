package coffer.keys;

import coffer.model.EncryptionAlgorithm;
import coffer.model.Key;
import coffer.model.KeySpec;
import coffer.model.KeyVersion;
import coffer.model.KeyVersionId;
import coffer.model.SecretBytes;
import coffer.model.SigningAlgorithm;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.engines.RSABlindedEngine;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.signers.PSSSigner;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/// What anybody could do with a public key: encrypt and verify. Needs no HSM, so it runs here; only
/// before the first use of a version an HSM verifies its row MAC, so that a public key that was
/// planted in the store is never used.
final class PublicKeys {
  private static final int KEYS_MAX = 10_000;
  private static final int PSS_SALT_BYTES = 32;

  /// DER of `DigestInfo { SHA-256, … }` up to the digest, RFC 8017 §9.2 note 1.
  private static final byte[] SHA256_DIGEST_INFO = {
    0x30,
    0x31,
    0x30,
    0x0d,
    0x06,
    0x09,
    0x60,
    (byte) 0x86,
    0x48,
    0x01,
    0x65,
    0x03,
    0x04,
    0x02,
    0x01,
    0x05,
    0x00,
    0x04,
    0x20
  };

  private final TrueRows rows;
  private final Provider bouncyCastle = new BouncyCastleProvider();
  private final Cache<KeyVersionId, PublicKey> parsed =
      Caffeine.newBuilder().maximumSize(KEYS_MAX).build();

  PublicKeys(TrueRows rows) {
    this.rows = rows;
  }

  byte[] encrypt(
      Key owner, KeyVersion version, EncryptionAlgorithm algorithm, SecretBytes plaintext) {
    return Oaep.encrypt(key(owner, version), owner.spec().bits(), algorithm, plaintext);
  }

  /// A verdict: whatever is wrong with the signature is just false.
  boolean verify(
      Key owner, KeyVersion version, SigningAlgorithm algorithm, byte[] digest, byte[] signature) {
    PublicKey key = key(owner, version);
    // RFC 8017, 8.1.2 and 8.2.2: of exactly the length of the modulus. A library may well take one
    // whose leading zeros are gone.
    if (key instanceof RSAPublicKey && signature.length != owner.spec().bits() / 8) {
      return false;
    }
    return switch (algorithm) {
      case RSA_PKCS1_SHA_256 -> verifyRaw("NONEwithRSA", key, digestInfo(digest), signature);
      case RSA_PSS_SHA_256 -> verifyPss((RSAPublicKey) key, digest, signature);
      case ECDSA_SHA_256 -> verifyRaw("NONEwithECDSA", key, digest, signature);
    };
  }

  private boolean verifyRaw(String name, PublicKey key, byte[] data, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance(name, bouncyCastle);
      verifier.initVerify(key);
      verifier.update(data);
      return verifier.verify(signature);
    } catch (GeneralSecurityException | RuntimeException e) {
      return false;
    }
  }

  private static boolean verifyPss(RSAPublicKey key, byte[] digest, byte[] signature) {
    PSSSigner verifier =
        PSSSigner.createRawSigner(
            new RSABlindedEngine(),
            new SHA256Digest(),
            new SHA256Digest(),
            PSS_SALT_BYTES,
            (byte) 0xbc);
    verifier.init(false, new RSAKeyParameters(false, key.getModulus(), key.getPublicExponent()));
    verifier.update(digest, 0, digest.length);
    return verifier.verifySignature(signature);
  }

  void forget(Key key) {
    key.versions().forEach(version -> parsed.invalidate(version.id()));
  }

  private PublicKey key(Key owner, KeyVersion version) {
    PublicKey known = parsed.getIfPresent(version.id());
    if (known != null) {
      return known;
    }
    PublicKey made = parse(owner, version);
    parsed.put(version.id(), made);
    return made;
  }

  private PublicKey parse(Key owner, KeyVersion version) {
    byte[] encoded = encoded(owner, version);
    try {
      String algorithm = owner.spec().family() == KeySpec.Family.RSA ? "RSA" : "EC";
      return KeyFactory.getInstance(algorithm, bouncyCastle)
          .generatePublic(new X509EncodedKeySpec(encoded));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("public key of version " + version.id() + " is damaged", e);
    }
  }

  /// X.509 SubjectPublicKeyInfo (DER).
  private byte[] encoded(Key owner, KeyVersion version) {
    return rows.find(owner, version).wrapped().publicKey();
  }

  /// X.509 SubjectPublicKeyInfo in PEM.
  String pem(Key owner, KeyVersion version) {
    byte[] subjectPublicKeyInfo = encoded(owner, version);
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(subjectPublicKeyInfo);
    return "-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n";
  }

  private static byte[] digestInfo(byte[] digest) {
    byte[] out = new byte[SHA256_DIGEST_INFO.length + digest.length];
    System.arraycopy(SHA256_DIGEST_INFO, 0, out, 0, SHA256_DIGEST_INFO.length);
    System.arraycopy(digest, 0, out, SHA256_DIGEST_INFO.length, digest.length);
    return out;
  }
}
