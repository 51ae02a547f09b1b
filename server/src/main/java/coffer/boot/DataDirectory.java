package coffer.boot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/// The one directory that holds everything a server remembers. One process at a time.
public final class DataDirectory implements AutoCloseable {
  private static final String PRIVATE_DIRECTORY = "rwx------";
  private static final String PRIVATE_FILE = "rw-------";
  private static final String PUBLIC_FILE = "rw-r--r--";

  private final Path root;
  private final Optional<FileLock> lock;

  private DataDirectory(Path root, Optional<FileLock> lock) {
    this.root = root;
    this.lock = lock;
  }

  /// One that exists, without a lock: for tools that may run beside its server.
  static DataDirectory beside(Path path) {
    Path root = path.toAbsolutePath().normalize();
    if (!Files.exists(root.resolve("coffer.db"))) {
      throw new ConfigException(path + " is not a data directory");
    }
    return new DataDirectory(root, Optional.empty());
  }

  /// One that exists, for tools that need it for themselves.
  static DataDirectory alone(Path path) {
    beside(path);
    return open(path);
  }

  /// Makes the directory unless it is there, and locks it.
  public static DataDirectory open(Path path) {
    Path root = path.toAbsolutePath().normalize();
    try {
      Files.createDirectories(root);
      Files.setPosixFilePermissions(root, PosixFilePermissions.fromString(PRIVATE_DIRECTORY));
      return lock(root);
    } catch (IOException e) {
      throw new ConfigException("data directory " + root + " cannot be used", e);
    }
  }

  /// A lock of another process is null, one of this process an exception.
  private static DataDirectory lock(Path root) throws IOException {
    FileChannel channel =
        FileChannel.open(
            root.resolve("lock"),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(PRIVATE_FILE)));
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return new DataDirectory(root, Optional.of(lock));
      }
    } catch (OverlappingFileLockException e) {
      channel.close();
      throw new ConfigException("another server is using " + root, e);
    }
    channel.close();
    throw new ConfigException("another server is using " + root);
  }

  public Path root() {
    return root;
  }

  public Path file(String name) {
    return root.resolve(name);
  }

  public Path directory(String name) {
    try {
      Path directory = Files.createDirectories(root.resolve(name));
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(PRIVATE_DIRECTORY));
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Replaces a file whole, readable by its owner only.
  public Path writePrivate(String name, byte[] content) {
    return write(name, content, PRIVATE_FILE);
  }

  /// Replaces a file whole, readable by all who can reach the directory.
  public Path writePublic(String name, String content) {
    return write(name, content.getBytes(StandardCharsets.UTF_8), PUBLIC_FILE);
  }

  private Path write(String name, byte[] content, String mode) {
    Path file = root.resolve(name);
    Path fresh = root.resolve(name + ".new");
    try {
      Files.createDirectories(file.getParent());
      Files.deleteIfExists(fresh);
      Files.createFile(
          fresh,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(PRIVATE_FILE)));
      try (FileChannel out = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        ByteBuffer rest = ByteBuffer.wrap(content);
        while (rest.hasRemaining()) {
          out.write(rest);
        }
        out.force(true);
      }
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString(mode));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      try (FileChannel parent = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
        parent.force(true);
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  @Override
  public void close() {
    try {
      if (lock.isPresent()) {
        lock.get().acquiredBy().close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
