package coffer.hsm.envelope;

import coffer.model.SecretBytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/// EME-OAEP decoding (RFC 8017 §7.1.2, empty label, MGF1 with the same hash) for tokens that give
/// only the raw RSA result. Neither time nor result tells why a block is bad: Manger's attack needs
/// no more than to know whether its first byte is zero.
public final class Oaep {
  private final String hash;
  private final int hashBytes;

  public Oaep(String hash) {
    this.hash = hash;
    this.hashBytes = digest().getDigestLength();
  }

  /// Decodes and wipes `block`, which has the length of the modulus.
  ///
  /// @return empty when the block is bad, whatever is wrong with it
  public Optional<SecretBytes> decode(byte[] block) {
    return decode(block, new MaterialBytes(0, block.length));
  }

  /// The same for messages of a known length, or one of a few; any other is bad, too.
  Optional<SecretBytes> decode(byte[] block, MaterialBytes length) {
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
      int isOne = ConstantTime.isZero(value ^ 1);
      int isNull = ConstantTime.isZero(value);
      start |= searching & isOne & (i + 1);
      bad |= searching & ~isOne & ~isNull;
      searching &= ~isOne;
    }
    bad |= searching;
    Arrays.fill(seed, (byte) 0);
    return ConstantTime.tail(db, start, length, bad);
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
