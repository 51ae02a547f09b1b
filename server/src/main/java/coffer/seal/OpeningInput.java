package coffer.seal;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// The reading half of `SealedStreams`. Gives nothing that was not authenticated.
final class OpeningInput extends InputStream {
  private static final int SEALED_BYTES = SealedStreams.CHUNK_BYTES + ChunkCipher.TAG_BYTES;

  private final InputStream in;
  private final ChunkCipher cipher;

  /// One byte more than a chunk: whether another one follows.
  private final byte[] sealed = new byte[SEALED_BYTES + 1];

  private int ahead;
  private byte[] chunk = new byte[0];
  private int at;
  private boolean last;

  OpeningInput(InputStream in, ChunkCipher cipher) {
    this.in = in;
    this.cipher = cipher;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int from, int count) throws IOException {
    if (count == 0) {
      return 0;
    }
    while (at == chunk.length) {
      if (last) {
        return -1;
      }
      advance();
    }
    int given = Math.min(count, chunk.length - at);
    System.arraycopy(chunk, at, bytes, from, given);
    at += given;
    return given;
  }

  private void advance() throws IOException {
    boolean first = cipher.isFirst();
    int length = ahead + in.readNBytes(sealed, ahead, sealed.length - ahead);
    last = length <= SEALED_BYTES;
    int bytes = Math.min(length, SEALED_BYTES);
    Arrays.fill(chunk, (byte) 0);
    chunk =
        cipher
            .open(sealed, bytes, last)
            .orElseThrow(() -> new SealedStreamException("it was changed or cut off"));
    at = 0;
    if (last && chunk.length == 0 && !first) {
      throw new SealedStreamException("it was changed or cut off");
    }
    if (!last) {
      sealed[0] = sealed[SEALED_BYTES];
      ahead = 1;
    }
  }

  @Override
  public void close() throws IOException {
    Arrays.fill(chunk, (byte) 0);
    in.close();
  }
}
