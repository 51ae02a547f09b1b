package coffer.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// The disk itself.
final class FileDisk implements AuditDisk {
  private static final int CHUNK_BYTES = 256 * 1024;

  @Override
  public void allocate(Path file, int bytes) throws IOException {
    boolean complete = false;
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      ByteBuffer zeros = ByteBuffer.allocate(CHUNK_BYTES);
      for (int left = bytes; left > 0; ) {
        zeros.clear().limit(Math.min(left, CHUNK_BYTES));
        left -= channel.write(zeros);
      }
      channel.force(true);
      complete = true;
    } finally {
      if (!complete) {
        Files.deleteIfExists(file);
      }
    }
  }

  @Override
  public void force(MemorySegment range) throws IOException {
    try {
      range.force();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
