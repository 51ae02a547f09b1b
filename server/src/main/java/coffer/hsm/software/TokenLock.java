package coffer.hsm.software;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Optional;
import java.util.Set;

/// Keeps writers of one token apart, in this process and among processes. Lies on a file of its own
/// that is never replaced nor removed, because the token's file is.
final class TokenLock implements AutoCloseable {
  private static final int WAIT_MILLIS_MAX = 3000;
  private static final int PAUSE_MILLIS = 10;
  private static final Set<StandardOpenOption> OPTIONS =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);

  private final FileChannel channel;

  private TokenLock(FileChannel channel) {
    this.channel = channel;
  }

  static TokenLock acquire(Path file, FileAttribute<?> permissions) throws IOException {
    FileChannel channel = FileChannel.open(file, OPTIONS, permissions);
    try {
      for (int waited = 0; waited <= WAIT_MILLIS_MAX; waited += PAUSE_MILLIS) {
        if (tryLock(channel).isPresent()) {
          return new TokenLock(channel);
        }
        Thread.sleep(PAUSE_MILLIS);
      }
      throw new IOException("another writer does not finish");
    } catch (InterruptedException e) {
      channel.close();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for another writer", e);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
    try {
      return Optional.ofNullable(channel.tryLock());
    } catch (OverlappingFileLockException e) {
      // Held by another thread of this process: the same as held by another process.
      return Optional.empty();
    }
  }

  /// Releases by closing.
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
