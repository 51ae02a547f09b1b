package coffer.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The processor time of a process with all its threads, the ended ones included, in user and
/// kernel mode, from `/proc/PID/stat` (proc(5)). Its unit is 10 ms: 0.1 % of the default time.
record ServerCpu(long pid) {
  // USER_HZ, which every Linux of this architecture has.
  private static final long NANOS_PER_TICK = 10_000_000;
  // Counted from the third field, the first after the name in parentheses.
  private static final int USER_TICKS_AT = 11;

  long nanos() throws IOException {
    String stat = Files.readString(Path.of("/proc", "" + pid, "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = Long.parseLong(fields[USER_TICKS_AT]) + Long.parseLong(fields[USER_TICKS_AT + 1]);
    return ticks * NANOS_PER_TICK;
  }
}
