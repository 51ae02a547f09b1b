package coffer.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// A small file that a command reads whole.
final class InputFile {
  private InputFile() {}

  static byte[] read(Path file, int bytesMax) {
    byte[] content;
    try (InputStream in = Files.newInputStream(file)) {
      content = in.readNBytes(bytesMax + 1);
    } catch (IOException e) {
      throw new Trouble("Cannot read " + file, e);
    }
    if (content.length > bytesMax) {
      throw new Trouble(file + " is too large: at most " + bytesMax + " bytes are read");
    }
    if (content.length == 0) {
      throw new Trouble(file + " is empty");
    }
    return content;
  }
}
