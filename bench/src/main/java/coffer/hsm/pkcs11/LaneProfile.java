package coffer.hsm.pkcs11;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import org.jspecify.annotations.NullMarked;

/// What calls through the lanes cost, and whom.
///
/// @param laneNanos processor time of the lanes, for each call
/// @param callerNanos that of everybody else: who calls, sleeps and is woken
/// @param idleNanos how long a lane was without work, for each call
@NullMarked
record LaneProfile(double callsPerSecond, double laneNanos, double callerNanos, double idleNanos) {

  /// All in nanoseconds.
  record Clocks(long wall, long lanes, long process) {
    static Clocks now() {
      ThreadMXBean threads = ManagementFactory.getThreadMXBean();
      long lanes = 0;
      for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
        // One that ended meanwhile is not told of.
        if (thread != null && isSymmetric(thread.getThreadName())) {
          lanes += threads.getThreadCpuTime(thread.getThreadId());
        }
      }
      OperatingSystemMXBean process =
          ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
      return new Clocks(System.nanoTime(), lanes, process.getProcessCpuTime());
    }

    private static boolean isSymmetric(String name) {
      return name.equals("pkcs11-home") || name.equals("pkcs11-symmetric");
    }
  }

  static LaneProfile between(Clocks begun, Clocks ended, long calls, long lanes) {
    double wall = ended.wall() - begun.wall();
    double inLanes = ended.lanes() - begun.lanes();
    double all = ended.process() - begun.process();
    return new LaneProfile(
        calls * 1e9 / wall,
        inLanes / calls,
        (all - inLanes) / calls,
        (lanes * wall - inLanes) / calls);
  }
}
