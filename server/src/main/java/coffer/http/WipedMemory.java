package coffer.http;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledDirectByteBuf;
import io.netty.buffer.UnpooledHeapByteBuf;
import io.netty.util.internal.CleanableDirectBuffer;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Memory of connections. Whatever is given back is wiped at once: requests hold plaintexts and
/// passwords, and Netty's own pools keep what was in them until someone writes over it.
final class WipedMemory extends AbstractByteBufAllocator {
  static final WipedMemory ALLOCATOR = new WipedMemory();

  private static final int SMALLEST_BITS = 9;
  private static final int LARGEST_BITS = 16;
  private static final int KEPT_BYTES_MAX = 1 << LARGEST_BITS;
  private static final int KEPT_PER_SIZE_MAX = 64;

  /// Native memory to be used again, by powers of two.
  private final List<Deque<ByteBuffer>> kept = new ArrayList<>();

  private final LongAdder lent = new LongAdder();

  private WipedMemory() {
    super(false);
    for (int bits = SMALLEST_BITS; bits <= LARGEST_BITS; bits++) {
      kept.add(new ArrayDeque<>());
    }
  }

  @Override
  public boolean isDirectBufferPooled() {
    return true;
  }

  @Override
  protected ByteBuf newHeapBuffer(int capacity, int capacityMax) {
    return new Heap(this, capacity, capacityMax);
  }

  @Override
  protected ByteBuf newDirectBuffer(int capacity, int capacityMax) {
    ByteBuf small = new Native(this, take(Math.min(capacity, KEPT_BYTES_MAX)), capacityMax);
    return small.capacity(capacity);
  }

  /// How much native memory is in use.
  long lentBytes() {
    return lent.sum();
  }

  private Lent take(int capacity) {
    int bits =
        Math.max(
            SMALLEST_BITS, Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(0, capacity - 1)));
    Deque<ByteBuffer> free = kept.get(bits - SMALLEST_BITS);
    ByteBuffer again;
    synchronized (free) {
      again = free.poll();
    }
    ByteBuffer whole = again == null ? ByteBuffer.allocateDirect(1 << bits) : again;
    return new Lent(whole.slice(0, capacity), () -> giveBack(free, whole));
  }

  private static void giveBack(Deque<ByteBuffer> free, ByteBuffer whole) {
    wipe(whole);
    synchronized (free) {
      if (free.size() < KEPT_PER_SIZE_MAX) {
        free.push(whole);
      }
    }
  }

  private static void wipe(ByteBuffer memory) {
    memory.clear();
    MemorySegment.ofBuffer(memory).fill((byte) 0);
  }

  private static final class Heap extends UnpooledHeapByteBuf {
    Heap(WipedMemory memory, int capacity, int capacityMax) {
      super(memory, capacity, capacityMax);
    }

    @Override
    protected void freeArray(byte[] array) {
      Arrays.fill(array, (byte) 0);
    }
  }

  /// Holds kept memory until it grows out of it. Only what is allocated by growing can be given to
  /// the superclass, whose constructor calls no method that a subclass may override.
  private static final class Native extends UnpooledDirectByteBuf {
    private final WipedMemory memory;
    private @Nullable Lent first;

    Native(WipedMemory memory, Lent first, int capacityMax) {
      super(memory, first.buffer(), capacityMax);
      this.memory = memory;
      this.first = first;
      clear();
    }

    @Override
    protected CleanableDirectBuffer allocateDirectBuffer(int capacity) {
      if (capacity <= KEPT_BYTES_MAX) {
        return memory.take(capacity);
      }
      CleanableDirectBuffer large = super.allocateDirectBuffer(capacity);
      return memory
      .new Lent(
          large.buffer(),
          () -> {
            wipe(large.buffer());
            large.clean();
          });
    }

    @Override
    public ByteBuf capacity(int capacity) {
      int before = capacity();
      super.capacity(capacity);
      if (capacity() != before) {
        giveBackFirst();
      }
      return this;
    }

    @Override
    protected void deallocate() {
      super.deallocate();
      giveBackFirst();
    }

    private void giveBackFirst() {
      if (first != null) {
        first.clean();
        first = null;
      }
    }
  }

  /// Native memory in use, until it is given back once.
  private final class Lent implements CleanableDirectBuffer {
    private final ByteBuffer buffer;
    private final Runnable back;

    Lent(ByteBuffer buffer, Runnable back) {
      this.buffer = buffer;
      this.back = back;
      lent.add(buffer.capacity());
    }

    @Override
    public ByteBuffer buffer() {
      return buffer;
    }

    @Override
    public void clean() {
      lent.add(-buffer.capacity());
      back.run();
    }
  }
}
