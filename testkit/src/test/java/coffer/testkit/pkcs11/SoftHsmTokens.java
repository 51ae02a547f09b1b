package coffer.testkit.pkcs11;

import coffer.hsm.HsmModule;
import coffer.testkit.TestToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.opentest4j.AssertionFailedError;

/// Tokens of SoftHSM, all made at once: it looks for tokens only when it is loaded, which happens
/// once in a process. At most one of these in a process, therefore.
final class SoftHsmTokens {
  private static final String INSTALL = "SoftHSM is missing: apt-get install softhsm2";
  private static final List<Path> PLACES =
      List.of(
          Path.of("/usr/lib/softhsm/libsofthsm2.so"),
          Path.of("/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"));

  private final HsmModule module =
      new HsmModule("softhsm", library(), Optional.empty(), Optional.empty());
  private final int count;
  private int given;

  SoftHsmTokens(int count) {
    this.count = count;
    configure();
    for (int i = 0; i < count; i++) {
      Command.run(
          INSTALL,
          List.of(
              "softhsm2-util",
              "--init-token",
              "--free",
              "--label",
              label(i),
              "--so-pin",
              DriverToken.OFFICER_PIN,
              "--pin",
              DriverToken.USER_PIN));
    }
  }

  TestToken next() {
    if (given == count) {
      throw new AssertionFailedError("all " + count + " tokens are given");
    }
    return DriverToken.of(module, label(given++));
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

  /// The build sets SOFTHSM2_CONF for the tests; the file is ours to write.
  private static void configure() {
    Path file =
        Optional.ofNullable(System.getenv("SOFTHSM2_CONF"))
            .map(Path::of)
            .orElseThrow(() -> new AssertionFailedError("SOFTHSM2_CONF is not set"));
    try {
      Path tokens = Files.createTempDirectory("coffer-softhsm");
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(
          file, "directories.tokendir = %s\nobjectstore.backend = file\n".formatted(tokens));
      Command.removeAtEnd(tokens.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
