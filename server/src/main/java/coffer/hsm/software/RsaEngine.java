package coffer.hsm.software;

import coffer.model.EncryptionAlgorithm;
import coffer.model.SigningAlgorithm;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/// RSA by whichever provider is given.
final class RsaEngine {
  private static final String NAME = "RSA";
  private static final OAEPParameterSpec SHA_256 = oaep(MGF1ParameterSpec.SHA256);
  private static final OAEPParameterSpec SHA_1 = oaep(MGF1ParameterSpec.SHA1);

  private final Algorithms algorithms;
  private final Idle<Cipher> raw;
  private final Idle<Cipher> oaep;
  private final Idle<RandomBytes> salts = new Idle<>(RandomBytes::new);

  RsaEngine(Algorithms algorithms) {
    this.algorithms = algorithms;
    this.raw = new Idle<>(() -> algorithms.cipher("RSA/ECB/NoPadding"));
    this.oaep = new Idle<>(() -> algorithms.cipher("RSA/ECB/OAEPPadding"));
  }

  private static OAEPParameterSpec oaep(MGF1ParameterSpec hash) {
    return new OAEPParameterSpec(
        hash.getDigestAlgorithm(), "MGF1", hash, PSource.PSpecified.DEFAULT);
  }

  KeyPair generate(int bits) {
    KeyPairGenerator generator = algorithms.keyPairGenerator(NAME);
    generator.initialize(bits);
    return generator.generateKeyPair();
  }

  /// Empty unless it is the private key of an RSA pair of that many bits.
  Optional<RSAPrivateCrtKey> privateKey(byte[] pkcs8, int bits) {
    try {
      var key = algorithms.keyFactory(NAME).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      return key instanceof RSAPrivateCrtKey rsa && rsa.getModulus().bitLength() == bits
          ? Optional.of(rsa)
          : Optional.empty();
    } catch (InvalidKeySpecException e) {
      return Optional.empty();
    }
  }

  /// Empty unless it is the public key of an RSA pair of that many bits.
  Optional<RSAPublicKey> publicKey(byte[] encoded, int bits) {
    try {
      var key = algorithms.keyFactory(NAME).generatePublic(new X509EncodedKeySpec(encoded));
      return key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() == bits
          ? Optional.of(rsa)
          : Optional.empty();
    } catch (InvalidKeySpecException e) {
      return Optional.empty();
    }
  }

  byte[] sign(RSAPrivateCrtKey key, SigningAlgorithm algorithm, byte[] digest) {
    int modulusBytes = modulusBytes(key);
    byte[] encoded =
        switch (algorithm) {
          case RSA_PKCS1_SHA_256 -> Emsa.pkcs1(digest, modulusBytes);
          case RSA_PSS_SHA_256 -> Emsa.pss(digest, salt(), modulusBytes);
          case ECDSA_SHA_256 -> throw new IllegalArgumentException("not for RSA");
        };
    Cipher cipher = raw.take();
    try {
      // As "encryption" by a private key both providers check their result, so that a hardware
      // fault cannot give the key away (Boneh, DeMillo, Lipton 1997).
      cipher.init(Cipher.ENCRYPT_MODE, key);
      return cipher.doFinal(encoded);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("RSA of this JVM does not work", e);
    } finally {
      raw.give(cipher);
    }
  }

  private byte[] salt() {
    RandomBytes random = salts.take();
    byte[] salt = random.secret(Emsa.SALT_BYTES);
    salts.give(random);
    return salt;
  }

  byte[] encrypt(RSAPublicKey key, EncryptionAlgorithm algorithm, byte[] plaintext) {
    Cipher cipher = oaep.take();
    try {
      init(cipher, Cipher.ENCRYPT_MODE, key, algorithm);
      return cipher.doFinal(plaintext);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("RSA of this JVM does not work", e);
    } finally {
      oaep.give(cipher);
    }
  }

  /// Empty when the ciphertext does not open; the caller owns what it gets.
  Optional<byte[]> decrypt(RSAPrivateCrtKey key, EncryptionAlgorithm algorithm, byte[] ciphertext) {
    if (ciphertext.length != modulusBytes(key)) {
      return Optional.empty();
    }
    Cipher cipher = oaep.take();
    try {
      init(cipher, Cipher.DECRYPT_MODE, key, algorithm);
      return Optional.of(cipher.doFinal(ciphertext));
    } catch (BadPaddingException | IllegalBlockSizeException e) {
      // Number too large, label, hash or padding: one answer for all of it (Manger 2001).
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("RSA of this JVM does not work", e);
    } finally {
      oaep.give(cipher);
    }
  }

  /// Without looking at any padding. Empty when the ciphertext cannot be one under this key, which
  /// everybody can see; the caller wipes what it gets, which has the length of the modulus.
  Optional<byte[]> decryptRaw(RSAPrivateCrtKey key, byte[] ciphertext) {
    if (ciphertext.length != modulusBytes(key)
        || new BigInteger(1, ciphertext).compareTo(key.getModulus()) >= 0) {
      return Optional.empty();
    }
    Cipher cipher = raw.take();
    try {
      cipher.init(Cipher.DECRYPT_MODE, key);
      byte[] result = cipher.doFinal(ciphertext);
      byte[] block = new byte[ciphertext.length];
      System.arraycopy(result, 0, block, block.length - result.length, result.length);
      Arrays.fill(result, (byte) 0);
      return Optional.of(block);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("RSA of this JVM does not work", e);
    } finally {
      raw.give(cipher);
    }
  }

  private static void init(Cipher cipher, int mode, Key key, EncryptionAlgorithm algorithm)
      throws GeneralSecurityException {
    cipher.init(mode, key, algorithm == EncryptionAlgorithm.RSAES_OAEP_SHA_1 ? SHA_1 : SHA_256);
  }

  private static int modulusBytes(RSAPrivateCrtKey key) {
    return (key.getModulus().bitLength() + 7) / 8;
  }
}
