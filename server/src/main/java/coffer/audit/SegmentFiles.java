package coffer.audit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The segment files of a directory.
final class SegmentFiles {
  static final int SEGMENTS_MAX = 1_000_000;
  private static final Pattern NAME = Pattern.compile("(\\d{12,18})\\.log");

  private SegmentFiles() {}

  static String name(long first) {
    return String.format(Locale.ROOT, "%012d.log", first);
  }

  /// The files by the first sequence that their names give.
  static NavigableMap<Long, Path> list(Path directory) throws IOException {
    NavigableMap<Long, Path> files = new TreeMap<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        Matcher matcher = NAME.matcher(String.valueOf(entry.getFileName()));
        if (!matcher.matches()) {
          continue;
        }
        files.put(Long.parseLong(matcher.group(1)), entry);
        if (files.size() > SEGMENTS_MAX) {
          throw new IOException("more than " + SEGMENTS_MAX + " audit segments");
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return files;
  }

  /// The whole file; never more than the largest segment.
  static byte[] read(Path file) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(AuditSettings.SEGMENT_BYTES_MAX + 1);
    }
    if (bytes.length > AuditSettings.SEGMENT_BYTES_MAX) {
      throw new IOException("audit segment larger than any that was ever written");
    }
    return bytes;
  }

  /// Makes new and removed names durable.
  static void forceNames(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
