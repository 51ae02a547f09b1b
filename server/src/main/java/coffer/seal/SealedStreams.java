package coffer.seal;

import coffer.model.SecretBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/// Streams of any length under a passphrase: the STREAM construction of Hoang, Reyhanitabar,
/// Rogaway and Vizár (CRYPTO 2015) over AES-256-GCM, with a key of its own for each stream.
///
/// ```
/// header   16  "COFFER-SEALED/1" and a zero byte
///           2  bytes of the envelope, big-endian
///           n  the stream's random key in the envelope of `Passphrase`: Argon2id cost, salt, AES-GCM
/// chunks       65,536 bytes each, sealed, 16 bytes of tag behind; only the last may be shorter
/// ```
///
/// The nonce of a chunk is its number (11 bytes) and 1 for the last chunk, 0 for the others; the
/// header is authenticated with each. So chunks cannot be changed, reordered, left out, repeated or
/// taken from another stream, and a stream that was cut off is not taken for a whole one. What
/// `opening` gives is authenticated chunk by chunk: act on it only when its end was read.
public final class SealedStreams {
  static final byte[] MAGIC = "COFFER-SEALED/1\0".getBytes(StandardCharsets.US_ASCII);
  static final int CHUNK_BYTES = 64 * 1024;

  private static final int KEY_BYTES = 32;
  private static final int ENVELOPE_BYTES_MAX = 1024;
  static final String CONTEXT = "coffer/stream-key/1";

  private final SecureRandom random;

  public SealedStreams(SecureRandom random) {
    this.random = random;
  }

  /// Writes the header. Closing the stream writes its end and closes `out`; without that it opens
  /// nowhere.
  public OutputStream sealing(OutputStream out, SecretBytes passphrase) throws IOException {
    byte[] bytes = new byte[KEY_BYTES];
    random.nextBytes(bytes);
    try (SecretBytes key = SecretBytes.owning(bytes)) {
      byte[] envelope =
          new Passphrase(random).envelope(CONTEXT, Passphrase.Cost.ARCHIVE, passphrase, key);
      byte[] header = header(envelope);
      out.write(header);
      return new SealingOutput(out, key.use(k -> new ChunkCipher(k, header)));
    }
  }

  /// @throws SealedStreamException here when it is no such stream or the passphrase is wrong, at a
  ///   read when a chunk is not what it was
  public InputStream opening(InputStream in, SecretBytes passphrase) throws IOException {
    byte[] magic = in.readNBytes(MAGIC.length);
    byte[] length = in.readNBytes(Short.BYTES);
    if (!java.security.MessageDigest.isEqual(magic, MAGIC) || length.length < Short.BYTES) {
      throw new SealedStreamException("it is not a file that was sealed by this program");
    }
    int envelopeBytes = Short.toUnsignedInt(ByteBuffer.wrap(length).getShort());
    byte[] envelope = in.readNBytes(Math.min(envelopeBytes, ENVELOPE_BYTES_MAX));
    byte[] header = header(envelope);
    try (SecretBytes key =
        new Passphrase(random)
            .openKey(CONTEXT, envelope, passphrase)
            .orElseThrow(() ->
                new SealedStreamException("the passphrase is wrong, or its header was changed"))) {
      return new OpeningInput(in, key.use(k -> new ChunkCipher(k, header)));
    }
  }

  static byte[] header(byte[] envelope) {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    header.writeBytes(MAGIC);
    header.writeBytes(ByteBuffer.allocate(Short.BYTES).putShort((short) envelope.length).array());
    header.writeBytes(envelope);
    return header.toByteArray();
  }
}
