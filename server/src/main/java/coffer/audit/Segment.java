package coffer.audit;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// A mapped segment that is written. `append` and `begin` run under the trail's lock, `commit` on
/// its forcing thread.
final class Segment {
  private static final int PAGE_BYTES = 4096;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG.withOrder(ByteOrder.BIG_ENDIAN);
  private static final VarHandle LENGTH = INT.varHandle();

  private final AuditDisk disk;
  private final Arena arena;
  private final MemorySegment memory;
  private Path file;
  private int end;
  private int committed;
  private boolean retrying;

  private Segment(AuditDisk disk, Arena arena, MemorySegment memory, Path file, int end) {
    this.disk = disk;
    this.arena = arena;
    this.memory = memory;
    this.file = file;
    this.end = end;
  }

  /// @param end where the next record goes
  static Segment map(AuditDisk disk, Path file, int end) throws IOException {
    Arena arena = Arena.ofShared();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      MemorySegment memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size(), arena);
      return new Segment(disk, arena, memory, file, end);
    } catch (IOException | RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  /// Makes an allocated file the segment that follows `last`.
  void begin(Position last) throws IOException {
    MemorySegment.copy(Layout.MAGIC, 0, memory, ValueLayout.JAVA_BYTE, 0, Layout.MAGIC.length);
    memory.set(INT, Layout.VERSION_AT, Layout.VERSION);
    memory.set(LONG, Layout.FIRST_AT, last.sequence() + 1);
    MemorySegment.copy(
        last.chain(), 0, memory, ValueLayout.JAVA_BYTE, Layout.PREVIOUS_AT, Layout.CHAIN_BYTES);
    memory.set(LONG, Layout.MARK_AT, Layout.mark(Layout.HEADER_BYTES));
    Path named = file.resolveSibling(SegmentFiles.name(last.sequence() + 1));
    Files.move(file, named, StandardCopyOption.ATOMIC_MOVE);
    file = named;
    end = Layout.HEADER_BYTES;
  }

  boolean fits(int bytes) {
    return bytes <= memory.byteSize() - end;
  }

  int end() {
    return end;
  }

  void append(EventFrame frame) {
    frame.writeTo(memory, end + (long) Layout.LENGTH_BYTES);
    LENGTH.setRelease(memory, (long) end, frame.payloadBytes());
    end += frame.recordBytes();
  }

  /// Forces everything before `to` to the disk, then says so in the commit mark.
  void commit(int to) throws IOException {
    int from = committed / PAGE_BYTES * PAGE_BYTES;
    if (retrying) {
      touch(from, to);
    }
    retrying = true;
    disk.force(memory.asSlice(from, to - from));
    retrying = false;
    committed = to;
    memory.set(LONG, Layout.MARK_AT, Layout.mark(to));
  }

  /// After a failed force the kernel may hold the pages for clean; writing one byte of each again
  /// makes them dirty. Only finished records are touched, whose bytes never change.
  private void touch(int from, int to) {
    for (int page = from; page < to; page += PAGE_BYTES) {
      memory.set(ValueLayout.JAVA_BYTE, page, memory.get(ValueLayout.JAVA_BYTE, page));
    }
  }

  /// Makes a segment found at a start ready: zeros behind the last record, all of it on disk.
  ///
  /// @return whether something other than zeros had to go
  boolean recover() throws IOException {
    MemorySegment rest = memory.asSlice(end);
    boolean dirty = false;
    for (long i = 0; i < rest.byteSize() && !dirty; i++) {
      dirty = rest.get(ValueLayout.JAVA_BYTE, i) != 0;
    }
    if (dirty) {
      rest.fill((byte) 0);
    }
    disk.force(memory);
    committed = end;
    memory.set(LONG, Layout.MARK_AT, Layout.mark(end));
    return dirty;
  }

  /// Forces the commit mark too, so that a log that was closed is committed whole.
  void commitMark() throws IOException {
    disk.force(memory.asSlice(0, Layout.HEADER_BYTES));
  }

  void unmap() {
    arena.close();
  }
}
