package coffer.cli;

import coffer.model.SecretBytes;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/// Where a command reads and writes.
///
/// @param interactive whether `out` is a terminal: tables and colour there, JSON and plain text
///   elsewhere
/// @param prompt asks for a secret without echo; empty when nobody can answer
public record Terminal(
    InputStream in,
    PrintStream out,
    PrintStream err,
    boolean interactive,
    Function<String, Optional<SecretBytes>> prompt) {
  /// Of one char.
  private static final int UTF8_BYTES_MAX = 3;

  /// Those of this process.
  public static Terminal ofProcess() {
    return new Terminal(
        new FileInputStream(FileDescriptor.in),
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        isTerminal(Path.of("/proc/self/fd/1")),
        Terminal::ask);
  }

  /// `Console.isTerminal` looks at standard input as well; here only the output matters.
  private static boolean isTerminal(Path descriptor) {
    try {
      String target = Files.readSymbolicLink(descriptor).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return console().isPresent();
    }
  }

  private static Optional<SecretBytes> ask(String question) {
    return console()
        .flatMap(console -> Optional.ofNullable(console.readPassword("%s: ", question)))
        .map(Terminal::utf8);
  }

  private static Optional<Console> console() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal);
  }

  /// Wipes what was typed.
  private static SecretBytes utf8(char[] typed) {
    byte[] room = new byte[typed.length * UTF8_BYTES_MAX];
    ByteBuffer encoded = ByteBuffer.wrap(room);
    StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(typed), encoded, true);
    byte[] bytes = Arrays.copyOf(room, encoded.position());
    Arrays.fill(room, (byte) 0);
    Arrays.fill(typed, '\0');
    return SecretBytes.owning(bytes);
  }
}
