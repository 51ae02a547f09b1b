package coffer.hsm.pkcs11;

import coffer.model.SecretBytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/// EME-OAEP decoding (RFC 8017 §7.1.2, empty label, MGF1 with the same hash) for tokens that give
/// only the raw RSA result. Neither time nor result tells why a block is bad: Manger's attack needs
/// no more than to know whether its first byte is zero.
final class Oaep {
  private final String hash;
  private final int hashBytes;

  Oaep(String hash) {
    this.hash = hash;
    this.hashBytes = digest().getDigestLength();
  }

  /// Decodes and wipes `block`, which has the length of the modulus.
  ///
  /// @return empty when the block is bad, whatever is wrong with it
  Optional<SecretBytes> decode(byte[] block) {
    if (block.length < 2 * hashBytes + 2) {
      Arrays.fill(block, (byte) 0);
      return Optional.empty();
    }
    int dbBytes = block.length - hashBytes - 1;
    byte[] seed = Arrays.copyOfRange(block, 1, 1 + hashBytes);
    byte[] db = Arrays.copyOfRange(block, 1 + hashBytes, block.length);
    int bad = block[0];
    Arrays.fill(block, (byte) 0);
    mask(seed, db);
    mask(db, seed);
    byte[] label = digest().digest();
    for (int i = 0; i < hashBytes; i++) {
      bad |= db[i] ^ label[i];
    }
    // Walks over everything, whether or not the separator was met.
    int searching = -1;
    int start = 0;
    for (int i = hashBytes; i < dbBytes; i++) {
      int value = db[i] & 0xff;
      int isOne = isZero(value ^ 1);
      int isNull = isZero(value);
      start |= searching & isOne & (i + 1);
      bad |= searching & ~isOne & ~isNull;
      searching &= ~isOne;
    }
    bad |= searching;
    byte[] message = Arrays.copyOfRange(db, start, dbBytes);
    Arrays.fill(db, (byte) 0);
    Arrays.fill(seed, (byte) 0);
    SecretBytes found = SecretBytes.owning(message);
    if (bad != 0) {
      found.close();
      return Optional.empty();
    }
    return Optional.of(found);
  }

  /// All ones for 0, otherwise 0; `value` is 0 to 255.
  private static int isZero(int value) {
    return (value - 1) >> 31;
  }

  /// XORs MGF1(seed) into `target` (RFC 8017 §B.2.1).
  private void mask(byte[] target, byte[] seed) {
    MessageDigest digest = digest();
    for (int counter = 0, at = 0; at < target.length; counter++, at += hashBytes) {
      digest.update(seed);
      digest.update((byte) (counter >>> 24));
      digest.update((byte) (counter >>> 16));
      digest.update((byte) (counter >>> 8));
      byte[] block = digest.digest(new byte[] {(byte) counter});
      for (int i = 0; i < Math.min(hashBytes, target.length - at); i++) {
        target[at + i] ^= block[i];
      }
      Arrays.fill(block, (byte) 0);
    }
  }

  private MessageDigest digest() {
    try {
      return MessageDigest.getInstance(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + hash, e);
    }
  }
}
