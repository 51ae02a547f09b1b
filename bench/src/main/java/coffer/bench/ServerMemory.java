package coffer.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What memory a server needs, when all that nobody refers to has been collected.
///
/// @param heapBytes of all living objects
/// @param residentBytes of the process, whatever it uses them for
record ServerMemory(long heapBytes, long residentBytes) {
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");
  private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB");
  private static final long KIB = 1024;

  /// @param java of the server
  static ServerMemory of(long pid, Path java) throws IOException, InterruptedException {
    String jcmd = java.resolveSibling("jcmd").toString();
    Process process =
        new ProcessBuilder(jcmd, Long.toString(pid), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String histogram = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("jcmd cannot ask the server: " + histogram.lines().findFirst());
    }
    String status = Files.readString(Path.of("/proc", Long.toString(pid), "status"));
    return new ServerMemory(number(TOTAL, histogram), KIB * number(RESIDENT, status));
  }

  private static long number(Pattern pattern, String text) throws IOException {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IOException("memory cannot be read");
    }
    return Long.parseLong(matcher.group(1));
  }
}
