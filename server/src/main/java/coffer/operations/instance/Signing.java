package coffer.operations.instance;

import coffer.model.KeySpec;
import coffer.model.KmsException;
import coffer.model.MessageType;
import coffer.model.SigningAlgorithm;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/// What Sign and Verify share: the default algorithm, and the digest of what is signed.
final class Signing {
  private Signing() {}

  static SigningAlgorithm algorithm(KeySpec spec, Optional<SigningAlgorithm> algorithm) {
    return algorithm.orElseGet(() ->
        switch (spec.family()) {
          case RSA -> SigningAlgorithm.RSA_PSS_SHA_256;
          case EC -> SigningAlgorithm.ECDSA_SHA_256;
          case AES, HMAC ->
              throw KmsException.unsupported(
                  "a key of spec " + spec.wireName() + " has no signature algorithm");
        });
  }

  /// SHA-256 of a raw message; a digest as it is. Old clients send their digest in a field of its
  /// own.
  static byte[] digest(Optional<byte[]> legacyDigest, Optional<byte[]> message, MessageType type) {
    if (message.isEmpty()) {
      byte[] digest = legacyDigest.orElseThrow(() -> KmsException.missing("Message"));
      if (digest.length != SigningAlgorithm.DIGEST_BYTES) {
        throw KmsException.invalid("Digest", "a digest has 32 bytes");
      }
      return digest;
    }
    return switch (type) {
      case RAW -> sha256(message.get());
      case DIGEST -> message.get();
    };
  }

  private static byte[] sha256(byte[] message) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(message);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing from this JDK", e);
    }
  }
}
