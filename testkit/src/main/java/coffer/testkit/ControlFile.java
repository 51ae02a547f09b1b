package coffer.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Passes on what is written in a file to `Faults`, each time it changes. No file: all is well.
final class ControlFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlFile.class);
  private static final long POLL_MILLIS = 20;

  private final Path file;
  private final Faults faults;
  private final CountDownLatch closing = new CountDownLatch(1);
  private String last = "";

  /// Follows what is in the file already before it returns.
  ControlFile(Path file, Faults faults) {
    this.file = file;
    this.faults = faults;
    poll();
    Thread.ofPlatform().daemon().name("faulty-hsm-control").start(this::watch);
  }

  @Override
  public void close() {
    closing.countDown();
  }

  private void watch() {
    try {
      while (!closing.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        poll();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void poll() {
    String now = read();
    if (now.equals(last)) {
      return;
    }
    last = now;
    try {
      faults.command(now);
    } catch (IllegalArgumentException e) {
      LOG.error("cannot follow {}", file, e);
    }
  }

  private String read() {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      LOG.error("cannot read {}", file, e);
      return last;
    }
  }
}
