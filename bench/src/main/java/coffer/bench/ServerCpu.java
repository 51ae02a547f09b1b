package coffer.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// The processor time of a process with all its threads, the ended ones included, in user and
/// kernel mode, from `/proc/PID/stat` (proc(5)). Its unit is 10 ms: 0.1 % of the default time.
record ServerCpu(long pid) {
  // USER_HZ, which every Linux of this architecture has.
  private static final long NANOS_PER_TICK = 10_000_000;
  // Counted from the third field, the first after the name in parentheses.
  private static final int USER_TICKS_AT = 11;
  private static final Pattern COMPILERS = Pattern.compile("^C[12] Compiler");

  long nanos() throws IOException {
    return nanos(process());
  }

  /// Of the threads that compile what runs often.
  long compilerNanos() throws IOException {
    long nanos = 0;
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(process().resolve("task"))) {
      for (Path thread : threads) {
        nanos += compilerNanos(thread);
      }
    }
    return nanos;
  }

  private static long compilerNanos(Path thread) throws IOException {
    try {
      boolean compiles = COMPILERS.matcher(Files.readString(thread.resolve("comm"))).find();
      return compiles ? nanos(thread) : 0;
    } catch (NoSuchFileException e) {
      // It ended since the folder was read, and compiles no more.
      return 0;
    }
  }

  private Path process() {
    return Path.of("/proc", "" + pid);
  }

  private static long nanos(Path of) throws IOException {
    String stat = Files.readString(of.resolve("stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = Long.parseLong(fields[USER_TICKS_AT]) + Long.parseLong(fields[USER_TICKS_AT + 1]);
    return ticks * NANOS_PER_TICK;
  }
}
