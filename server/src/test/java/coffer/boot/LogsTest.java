package coffer.boot;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The server's own logging configuration, with small files.
class LogsTest {
  private static final int THREADS = 4;
  private static final int LINES = 2_000;
  private static final Pattern NUMBER = Pattern.compile("line ([0-9]+)\\.");

  @TempDir Path folder;

  @Test
  void rotationLosesNoLineAndKeepsEachWhole() throws Exception {
    write("19", "256KB");
    List<String> lines = lines();
    Set<Integer> found = new TreeSet<>();
    for (String line : lines) {
      assertThat(line).startsWith("{").endsWith("}");
      Matcher matcher = NUMBER.matcher(line);
      if (matcher.find()) {
        found.add(Integer.parseInt(matcher.group(1)));
      }
    }
    assertThat(files().size()).isGreaterThan(3);
    assertThat(found).hasSize(THREADS * LINES);
  }

  @Test
  void moreFilesThanTheCountAreNeverKept() throws Exception {
    write("3", "64KB");
    assertThat(files().size()).isEqualTo(4);
  }

  private void write(String files, String size) throws Exception {
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    context.putProperty("logs", folder.toString());
    context.putProperty("log.files", files);
    context.putProperty("log.size", size);
    context.putProperty("log.check", "1 milliseconds");
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(Logs.class.getResource("/coffer/boot/logback-server.xml"));
    CompletableFuture.allOf(
            IntStream.range(0, THREADS)
                .mapToObj(thread ->
                    CompletableFuture.runAsync(() -> {
                      for (int i = 0; i < LINES; i++) {
                        context.getLogger("coffer.test").info("line " + (thread * LINES + i) + ".");
                      }
                    }))
                .toArray(CompletableFuture<?>[]::new))
        .get();
    context.stop();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private List<String> lines() throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path file : files()) {
      lines.addAll(Files.readAllLines(file));
    }
    return lines;
  }
}
