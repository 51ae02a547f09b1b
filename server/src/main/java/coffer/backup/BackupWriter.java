package coffer.backup;

import coffer.model.SecretBytes;
import coffer.seal.SealedStreams;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import tools.jackson.databind.json.JsonMapper;

/// Writes a backup file: whole under its name, or not at all.
public final class BackupWriter {
  static final String MANIFEST = "manifest.json";

  /// A file of the backup.
  ///
  /// @param name relative to the data directory, with `/`
  public record Entry(String name, Source source) {}

  /// Where an entry's bytes come from.
  @FunctionalInterface
  public interface Source {
    InputStream open() throws IOException;
  }

  private final SealedStreams streams;

  public BackupWriter(SecureRandom random) {
    this.streams = new SealedStreams(random);
  }

  /// @param file must not exist; readable by its owner only
  public void write(Path file, SecretBytes passphrase, Manifest manifest, List<Entry> entries)
      throws IOException {
    if (Files.exists(file)) {
      throw new BackupException(file + " exists; a backup never replaces a file");
    }
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.deleteIfExists(part);
    boolean done = false;
    try (FileChannel channel =
        FileChannel.open(
            part,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      OutputStream raw = new BufferedOutputStream(unclosed(channel));
      try (ZipOutputStream zip = new ZipOutputStream(streams.sealing(raw, passphrase))) {
        zip.setLevel(Deflater.BEST_SPEED);
        put(zip, MANIFEST, new java.io.ByteArrayInputStream(json(manifest)));
        for (Entry entry : entries) {
          try (InputStream in = entry.source().open()) {
            put(zip, entry.name(), in);
          }
        }
      }
      channel.force(true);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      done = true;
    } finally {
      if (!done) {
        Files.deleteIfExists(part);
      }
    }
    forceName(file);
  }

  /// Makes the name of a file durable.
  public static void forceName(Path file) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      forceNames(parent);
    }
  }

  /// Makes new names in a directory durable.
  public static void forceNames(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void put(ZipOutputStream zip, String name, InputStream in) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    in.transferTo(zip);
    zip.closeEntry();
  }

  private static byte[] json(Manifest manifest) {
    return JsonMapper.shared().writeValueAsBytes(manifest);
  }

  /// The channel is forced after its stream ended, so that is not to close it.
  private static OutputStream unclosed(FileChannel channel) {
    return new java.io.FilterOutputStream(Channels.newOutputStream(channel)) {
      @Override
      public void write(byte[] bytes, int from, int count) throws IOException {
        out.write(bytes, from, count);
      }

      @Override
      public void close() throws IOException {
        flush();
      }
    };
  }
}
