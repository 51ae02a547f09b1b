package coffer.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Supplier;

/// Files that only their owner reads, from the moment they exist.
final class PrivateFiles {
  private static final FileAttribute<Set<PosixFilePermission>> OWNER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private PrivateFiles() {}

  /// Makes the folder, 0700, unless it is there.
  static void folder(Path folder) {
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder, OWNER_FOLDER);
      }
    } catch (IOException e) {
      throw new Trouble("Cannot make the folder " + folder + ": " + e.getMessage(), e);
    }
    if (!Files.isWritable(folder)) {
      throw new Trouble("Cannot write into " + folder);
    }
  }

  /// 0600; refuses to replace a file.
  static void write(Path file, byte[] content) {
    write(file, () -> content);
  }

  /// The same for content that is costly: the file is there before it is asked for, and gone when
  /// there is none.
  static void write(Path file, Supplier<byte[]> content) {
    try (FileChannel out =
        FileChannel.open(
            file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWNER)) {
      boolean written = false;
      try {
        ByteBuffer buffer = ByteBuffer.wrap(content.get());
        while (buffer.hasRemaining()) {
          out.write(buffer);
        }
        out.force(true);
        written = true;
      } finally {
        if (!written) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw new Trouble("Cannot write " + file + ": " + e, e);
    }
  }
}
