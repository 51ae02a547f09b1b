package coffer.seal;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/// The writing half of `SealedStreams`. A full chunk waits until it is known not to be the last.
final class SealingOutput extends OutputStream {
  private final OutputStream out;
  private final ChunkCipher cipher;
  private final byte[] chunk = new byte[SealedStreams.CHUNK_BYTES];
  private int length;
  private boolean closed;

  SealingOutput(OutputStream out, ChunkCipher cipher) {
    this.out = out;
    this.cipher = cipher;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    if (closed) {
      throw new IOException("the stream is closed");
    }
    int at = from;
    int left = count;
    while (left > 0) {
      if (length == chunk.length) {
        out.write(cipher.seal(chunk, length, false));
        length = 0;
      }
      int taken = Math.min(left, chunk.length - length);
      System.arraycopy(bytes, at, chunk, length, taken);
      length += taken;
      at += taken;
      left -= taken;
    }
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (out) {
      out.write(cipher.seal(chunk, length, true));
    } finally {
      Arrays.fill(chunk, (byte) 0);
    }
  }
}
