package coffer.hsm.pkcs11;

import static java.nio.charset.StandardCharsets.US_ASCII;

import coffer.hsm.HsmLocation;
import coffer.hsm.HsmModule;
import coffer.model.SecretBytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.opentest4j.AssertionFailedError;

/// Tokens of SoftHSM, made before the module is loaded, as it looks for them only then.
public final class SoftHsm {
  public static final String USER_PIN = "47114711";
  public static final String OFFICER_PIN = "08150815";
  private static final int TOKENS = 24;
  private static final List<Path> PLACES =
      List.of(
          Path.of("/usr/lib/softhsm/libsofthsm2.so"),
          Path.of("/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"));
  private static final AtomicInteger GIVEN = new AtomicInteger();

  public static final HsmModule MODULE =
      new HsmModule("softhsm", library(), Optional.empty(), Optional.empty());

  static {
    Path tokens = configured();
    for (int i = 0; i < TOKENS; i++) {
      run(
          "softhsm2-util",
          "--init-token",
          "--free",
          "--label",
          label(i),
          "--so-pin",
          OFFICER_PIN,
          "--pin",
          USER_PIN);
    }
    if (!Files.isDirectory(tokens)) {
      throw new AssertionFailedError("softhsm2-util made no tokens");
    }
  }

  private SoftHsm() {}

  /// A token of its own.
  static HsmLocation token() {
    return location("pkcs11:token=" + newLabel() + "?module-name=softhsm");
  }

  /// The label of a token of its own.
  public static String newLabel() {
    int i = GIVEN.getAndIncrement();
    if (i >= TOKENS) {
      throw new AssertionFailedError("too few tokens: raise TOKENS");
    }
    return label(i);
  }

  static HsmLocation location(String uri) {
    return new HsmLocation(URI.create(uri), Map.of(MODULE.name(), MODULE));
  }

  static SecretBytes pin() {
    return secret(USER_PIN);
  }

  static SecretBytes officerPin() {
    return secret(OFFICER_PIN);
  }

  static SecretBytes secret(String text) {
    return SecretBytes.owning(text.getBytes(US_ASCII));
  }

  private static String label(int i) {
    return "coffer-%02d".formatted(i);
  }

  private static Path library() {
    return PLACES.stream()
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(
            () -> new AssertionFailedError("SoftHSM is missing: apt-get install softhsm2"));
  }

  private static Path configured() {
    try {
      Path tokens = Files.createTempDirectory("coffer-softhsm");
      Path file = Path.of(System.getenv("SOFTHSM2_CONF"));
      Files.createDirectories(file.getParent());
      Files.writeString(
          file, "directories.tokendir = %s\nobjectstore.backend = file\n".formatted(tokens));
      Runtime.getRuntime().addShutdownHook(new Thread(() -> run("rm", "-rf", tokens.toString())));
      return tokens;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void run(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new AssertionFailedError(command[0] + " failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("is it missing? apt-get install softhsm2", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
