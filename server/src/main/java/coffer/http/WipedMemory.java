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

/// Memory of connections. Whatever is given back is wiped at once: requests hold plaintexts and
/// passwords, and Netty's own pools keep what was in them until someone writes over it.
final class WipedMemory extends AbstractByteBufAllocator {
  static final WipedMemory ALLOCATOR = new WipedMemory();

  private static final int SMALLEST_BITS = 9;
  private static final int LARGEST_BITS = 16;
  private static final int KEPT_PER_SIZE_MAX = 64;

  /// Native memory to be used again, by powers of two.
  private final List<Deque<ByteBuffer>> kept = new ArrayList<>();

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
    return new Native(this, capacity, capacityMax);
  }

  private ByteBuffer take(Deque<ByteBuffer> free, int size) {
    synchronized (free) {
      ByteBuffer again = free.poll();
      if (again != null) {
        return again;
      }
    }
    return ByteBuffer.allocateDirect(size);
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

  private static final class Native extends UnpooledDirectByteBuf {
    Native(WipedMemory memory, int capacity, int capacityMax) {
      super(memory, capacity, capacityMax);
    }

    @Override
    protected CleanableDirectBuffer allocateDirectBuffer(int capacity) {
      if (capacity > 1 << LARGEST_BITS) {
        return new Wiped(super.allocateDirectBuffer(capacity));
      }
      int bits = Math.max(SMALLEST_BITS, Integer.SIZE - Integer.numberOfLeadingZeros(capacity - 1));
      // Called by the superclass's constructor, before any field of this class is set.
      Deque<ByteBuffer> free = ALLOCATOR.kept.get(bits - SMALLEST_BITS);
      return new Kept(free, ALLOCATOR.take(free, 1 << bits), capacity);
    }
  }

  /// Goes back to where it came from.
  private static final class Kept implements CleanableDirectBuffer {
    private final Deque<ByteBuffer> free;
    private final ByteBuffer whole;
    private final ByteBuffer part;

    Kept(Deque<ByteBuffer> free, ByteBuffer whole, int capacity) {
      this.free = free;
      this.whole = whole;
      this.part = whole.slice(0, capacity);
    }

    @Override
    public ByteBuffer buffer() {
      return part;
    }

    @Override
    public void clean() {
      giveBack(free, whole);
    }
  }

  /// Too large to keep.
  private record Wiped(CleanableDirectBuffer memory) implements CleanableDirectBuffer {
    @Override
    public ByteBuffer buffer() {
      return memory.buffer();
    }

    @Override
    public void clean() {
      wipe(memory.buffer());
      memory.clean();
    }
  }
}
