package coffer.compat.harness.shim;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Steers a shim through the memory that both map, also one in another process. One fault at a
/// time.
public final class ShimControl {
  private static final int BYTES = 4096;
  private static final VarHandle INT = JAVA_INT.varHandle();
  private static final VarHandle LONG = JAVA_LONG.varHandle();

  // Offsets in `struct control` of the shim.
  private static final long ARMED = 0;
  private static final long FAULT = 4;
  private static final long FUNCTION = 8;
  private static final long SKIP = 12;
  private static final long TIMES = 16;
  private static final long DELAY_MILLIS = 20;
  private static final long CODE = 24;
  private static final long SEEN = 32;
  private static final long HITS = 36;
  private static final long CALM = 40;
  private static final long CALLS = 48;

  private final MemorySegment memory;

  private ShimControl(MemorySegment memory) {
    this.memory = memory;
  }

  static ShimControl create(Path file) {
    try {
      Files.write(file, new byte[BYTES]);
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        return new ShimControl(
            channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES, Arena.ofAuto()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void arm(Injection injection) {
    lift();
    set(FAULT, injection.kind().number());
    set(FUNCTION, injection.site().map(CallSite::place).orElse(-1));
    set(SKIP, injection.skip());
    set(TIMES, injection.times());
    set(DELAY_MILLIS, injection.delayMillis());
    LONG.setVolatile(memory, CODE, injection.code());
    set(SEEN, 0);
    set(HITS, 0);
    set(ARMED, 1);
  }

  /// All is well again.
  public void lift() {
    set(ARMED, 0);
  }

  public boolean isArmed() {
    return (int) INT.getVolatile(memory, ARMED) != 0;
  }

  /// Runs what ends sessions or the login behind the driver's back, as when a device restarts:
  /// while no other call is in the module, since some do not survive it otherwise.
  public void calmly(Runnable work) {
    set(CALM, 1);
    try {
      work.run();
    } finally {
      set(CALM, 0);
    }
  }

  /// Calls that the fault has hit since it was armed.
  public int hits() {
    return (int) INT.getVolatile(memory, HITS);
  }

  /// Calls of a function since the shim was made.
  public long calls(CallSite site) {
    return (long) LONG.getVolatile(memory, CALLS + site.place() * ValueLayout.JAVA_LONG.byteSize());
  }

  private void set(long offset, int value) {
    INT.setVolatile(memory, offset, value);
  }
}
