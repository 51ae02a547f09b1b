package coffer.compat.crash;

import coffer.compat.harness.Command;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a process has in memory.
record Memory(long pid) {
  private static final Duration DEADLINE = Duration.ofMinutes(2);
  private static final int CHUNK = 8 << 20;

  /// What the live heap holds, by a dump of its reachable objects.
  SortedMap<String, Integer> liveHeap(Needles needles, Path folder) throws IOException {
    Path dump = folder.resolve("live.hprof");
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    try {
      Command.run(
              folder,
              Map.of(),
              DEADLINE,
              List.of(jcmd, Long.toString(pid), "GC.heap_dump", dump.toString()))
          .orFail("jcmd GC.heap_dump");
      return needles.in(Files.newInputStream(dump));
    } finally {
      Files.deleteIfExists(dump);
    }
  }

  /// What all its writable memory holds, dead objects and native memory included, by kind of
  /// mapping.
  SortedMap<String, Integer> everything(Needles needles) throws IOException {
    SortedMap<String, Integer> found = new TreeMap<>();
    try (RandomAccessFile memory = new RandomAccessFile("/proc/" + pid + "/mem", "r")) {
      for (String mapping : Files.readAllLines(Path.of("/proc/" + pid + "/maps"))) {
        String[] words = mapping.split(" +", 6);
        if (words[1].startsWith("rw") && !mapping.contains("[v")) {
          String[] ends = words[0].split("-", 2);
          scan(memory, Long.parseLong(ends[0], 16), Long.parseLong(ends[1], 16), needles, found);
        }
      }
    }
    return found;
  }

  private static void scan(
      RandomAccessFile memory, long from, long to, Needles needles, Map<String, Integer> found)
      throws IOException {
    byte[] chunk = new byte[CHUNK];
    for (long at = from; at < to; at += CHUNK) {
      int length = (int) Math.min(CHUNK, to - at);
      try {
        memory.seek(at);
        memory.readFully(chunk, 0, length);
      } catch (IOException e) {
        // Reserved and never touched: there is nothing in it.
        continue;
      }
      try (InputStream in = new ByteArrayInputStream(chunk, 0, length)) {
        needles.in(in).forEach((name, count) -> found.merge(name, count, Integer::sum));
      }
    }
  }
}
