package coffer.backup;

import coffer.model.SecretBytes;
import coffer.seal.SealedStreamException;
import coffer.seal.SealedStreams;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Reads a backup file to its authenticated end.
public final class BackupReader {
  private static final int MANIFEST_BYTES_MAX = 1024 * 1024;

  /// Takes the files of a backup as they come. What it was given counts only once `read` returned.
  @FunctionalInterface
  public interface Visitor {
    void file(String name, InputStream content) throws IOException;
  }

  private final SealedStreams streams;

  public BackupReader(SecureRandom random) {
    this.streams = new SealedStreams(random);
  }

  /// @throws BackupException when the passphrase is wrong, the file was changed or cut off, or is
  ///   of a format that this build does not know
  public Manifest read(Path file, SecretBytes passphrase, Visitor visitor) throws IOException {
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file));
        InputStream plain = streams.opening(raw, passphrase);
        ZipInputStream zip = new ZipInputStream(plain)) {
      Manifest manifest = manifest(zip);
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        requireInside(entry.getName());
        visitor.file(entry.getName(), zip);
      }
      // The directory of the ZIP, and with it the mark of the stream's end.
      plain.transferTo(OutputStream.nullOutputStream());
      return manifest;
    } catch (SealedStreamException e) {
      throw new BackupException(file + " is not to be used: " + e.getMessage(), e);
    } catch (ZipException e) {
      throw new BackupException(file + " holds something else than a backup", e);
    }
  }

  private static Manifest manifest(ZipInputStream zip) throws IOException {
    ZipEntry first = zip.getNextEntry();
    if (first == null || !first.getName().equals(BackupWriter.MANIFEST)) {
      throw new ZipException("no manifest");
    }
    try {
      Manifest manifest =
          JsonMapper.shared().readValue(zip.readNBytes(MANIFEST_BYTES_MAX), Manifest.class);
      if (manifest.format() != Manifest.FORMAT) {
        throw new BackupException("its format is " + manifest.format() + ": use a newer build");
      }
      return manifest;
    } catch (JacksonException e) {
      throw new BackupException("its manifest cannot be read", e);
    }
  }

  private static void requireInside(String name) throws IOException {
    Path path = Path.of(name);
    if (path.isAbsolute() || !path.normalize().equals(path) || path.startsWith("..")) {
      throw new BackupException("it names a file outside of the data directory");
    }
  }
}
