package coffer.hsm.software;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/// A token's place on disk. A write is whole or has not happened: a temporary file beside the token
/// is filled, synced, renamed over it, and the directory is synced. What a crash leaves of a
/// temporary file is replaced by the next write.
final class TokenFile {
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private static final Set<StandardOpenOption> CREATE_NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private final Path path;

  TokenFile(Path path) {
    this.path = path;
  }

  /// Empty when there is no file, or nothing in it.
  Optional<TokenImage> read() {
    if (Files.notExists(path)) {
      return Optional.empty();
    }
    byte[] file;
    try (InputStream in = Files.newInputStream(path)) {
      file = in.readNBytes(TokenImage.FILE_BYTES_MAX + 1);
    } catch (IOException e) {
      throw failure("cannot be read", e);
    }
    if (file.length > TokenImage.FILE_BYTES_MAX) {
      throw failure("is refused: it is too long for a token file");
    }
    if (file.length == 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(TokenImage.decode(file));
    } catch (TokenFormatException e) {
      throw failure("is refused: " + e.getMessage());
    }
  }

  boolean exists() {
    return Files.exists(path);
  }

  /// Call with the lock held.
  void write(TokenImage image) {
    Path directory = directory();
    Path temporary = path.resolveSibling(path.getFileName() + ".tmp");
    try {
      Files.deleteIfExists(temporary);
      try (FileChannel out = FileChannel.open(temporary, CREATE_NEW, OWNER_ONLY)) {
        ByteBuffer bytes = ByteBuffer.wrap(image.encode());
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
      try (FileChannel sync = FileChannel.open(directory, StandardOpenOption.READ)) {
        sync.force(true);
      }
    } catch (IOException e) {
      throw failure("cannot be written", e);
    }
  }

  /// One writer at a time, among processes too.
  TokenLock lock() {
    try {
      return TokenLock.acquire(path.resolveSibling(path.getFileName() + ".lock"), OWNER_ONLY);
    } catch (IOException e) {
      throw failure("cannot be locked", e);
    }
  }

  private Path directory() {
    Path parent = path.getParent();
    if (parent == null) {
      throw failure("is refused: it names no file");
    }
    return parent;
  }

  HsmException failure(String what) {
    return new HsmException(HsmFailure.UNAVAILABLE, "token file " + path + " " + what);
  }

  private HsmException failure(String what, IOException cause) {
    return new HsmException(HsmFailure.UNAVAILABLE, "token file " + path + " " + what, cause);
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
