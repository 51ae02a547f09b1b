package coffer.http;

import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/// Collects one body, counting. What it copies from is wiped: bodies hold plaintext.
final class RequestBody {
  /// Bodies up to this size do not count against the bytes buffered by all: the limit on
  /// connections bounds them.
  private static final int SMALL_BYTES_MAX = 16 * 1024;

  private static final byte[] NONE = {};

  private final int bytesMax;
  private final long bufferedBytesMax;
  private final AtomicLong buffered;
  private byte[] bytes = NONE;
  private int length;
  private long counted;

  /// @param buffered the bytes of all large bodies, shared by all requests
  RequestBody(int bytesMax, long bufferedBytesMax, AtomicLong buffered) {
    this.bytesMax = bytesMax;
    this.bufferedBytesMax = bufferedBytesMax;
    this.buffered = buffered;
  }

  enum Added {
    TAKEN,
    BODY_TOO_LARGE,
    SERVER_FULL
  }

  Added add(Buffer chunk, int announced) {
    int size = chunk.length();
    if (size > bytesMax - length) {
      return Added.BODY_TOO_LARGE;
    }
    if (length + size > bytes.length && !grow(length + size, announced)) {
      return Added.SERVER_FULL;
    }
    ByteBuf source = ((BufferInternal) chunk).getByteBuf();
    source.getBytes(source.readerIndex(), bytes, length, size);
    source.setZero(source.readerIndex(), size);
    length += size;
    return Added.TAKEN;
  }

  /// The whole body; the caller owns it now.
  byte[] take() {
    byte[] whole = bytes;
    if (whole.length != length) {
      whole = Arrays.copyOf(bytes, length);
      wipe();
    }
    bytes = NONE;
    return whole;
  }

  /// Forgets what was collected.
  void discard() {
    wipe();
    bytes = NONE;
    release();
  }

  /// Called once the call is over and its body garbage.
  void release() {
    buffered.addAndGet(-counted);
    counted = 0;
  }

  private boolean grow(int needed, int announced) {
    // Trusts the announced length only a little, and doubles from there: a caller pays with bytes
    // for the memory it gets.
    int size = Math.max(needed, Math.min(announced, Math.max(SMALL_BYTES_MAX, 2 * bytes.length)));
    if (announced < 0) {
      size = Math.clamp(2L * bytes.length, needed, Math.max(needed, bytesMax));
    }
    if (size > SMALL_BYTES_MAX) {
      long more = size - counted;
      if (buffered.addAndGet(more) > bufferedBytesMax) {
        buffered.addAndGet(-more);
        return false;
      }
      counted = size;
    }
    byte[] larger = Arrays.copyOf(bytes, size);
    wipe();
    bytes = larger;
    return true;
  }

  private void wipe() {
    Arrays.fill(bytes, (byte) 0);
  }
}
