package coffer.testkit.pkcs11;

import coffer.hsm.HsmModule;
import coffer.testkit.TestToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.opentest4j.AssertionFailedError;

/// Tokens of NSS softokn, all in one module: it takes every one of them in the string of
/// C_Initialize, which happens once in a process. At most one of these in a process, therefore.
final class NssTokens {
  private static final String INSTALL = "NSS is missing: apt-get install libnss3 libnss3-tools";
  private static final List<Path> PLACES =
      List.of(
          Path.of("/usr/lib/x86_64-linux-gnu/libsoftokn3.so"),
          Path.of("/usr/lib/x86_64-linux-gnu/nss/libsoftokn3.so"),
          Path.of("/usr/lib64/libsoftokn3.so"));

  /// The first slot that NSS leaves to others.
  private static final int SLOT_MIN = 4;

  private final Path directory = directory();
  private final HsmModule module;
  private final int count;
  private int given;

  NssTokens(int count) {
    this.count = count;
    Path password = directory.resolve("pin");
    write(password, DriverToken.USER_PIN);
    IntStream.range(0, count).forEach(i -> make(i, password));
    module = new HsmModule("nss", library(), Optional.empty(), Optional.of(initArguments()));
  }

  TestToken next() {
    if (given == count) {
      throw new AssertionFailedError("all " + count + " tokens are given");
    }
    return DriverToken.of(module, label(given++));
  }

  private void make(int i, Path password) {
    try {
      Files.createDirectory(directory.resolve(label(i)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Command.run(INSTALL, List.of("certutil", "-N", "-d", database(i), "-f", password.toString()));
  }

  private String initArguments() {
    return IntStream.range(0, count)
        .mapToObj(i ->
            "0x%x=[configDir='%s' tokenDescription='%s']"
                .formatted(SLOT_MIN + i, database(i), label(i)))
        .collect(
            Collectors.joining(
                " ",
                "configDir='' certPrefix='' keyPrefix='' secmod='' flags=noCertDB,noModDB tokens=<",
                ">"));
  }

  private String database(int i) {
    return "sql:" + directory.resolve(label(i));
  }

  private static String label(int i) {
    return "contract-%02d".formatted(i);
  }

  private static Path library() {
    return PLACES.stream()
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(() -> new AssertionFailedError(INSTALL));
  }

  private static Path directory() {
    try {
      Path made = Files.createTempDirectory("coffer-nss");
      Command.removeAtEnd(made.toString());
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String line) {
    try {
      Files.writeString(file, line + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
