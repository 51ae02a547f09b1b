package coffer.testkit.pkcs11;

import static java.nio.charset.StandardCharsets.US_ASCII;

import coffer.hsm.HsmLocation;
import coffer.hsm.HsmMember;
import coffer.hsm.HsmModule;
import coffer.hsm.HsmProvider;
import coffer.model.SecretBytes;
import coffer.testkit.TestToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.opentest4j.AssertionFailedError;

/// Tokens of SoftHSM, all made at once: it looks for tokens only when it is loaded, which happens
/// once in a process. At most one of these in a process, therefore.
final class SoftHsmTokens {
  private static final String INSTALL = "SoftHSM is missing: apt-get install softhsm2";
  private static final String USER_PIN = "47114711";
  private static final String OFFICER_PIN = "08150815";
  private static final long COMMAND_SECONDS_MAX = 60;
  private static final List<Path> PLACES =
      List.of(
          Path.of("/usr/lib/softhsm/libsofthsm2.so"),
          Path.of("/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"));

  private final HsmProvider driver = driver();
  private final HsmModule module =
      new HsmModule("softhsm", library(), Optional.empty(), Optional.empty());
  private final int count;
  private int given;

  SoftHsmTokens(int count) {
    this.count = count;
    configure();
    for (int i = 0; i < count; i++) {
      run(
          List.of(
              "softhsm2-util",
              "--init-token",
              "--free",
              "--label",
              label(i),
              "--so-pin",
              OFFICER_PIN,
              "--pin",
              USER_PIN));
    }
  }

  TestToken next() {
    if (given == count) {
      throw new AssertionFailedError("all " + count + " tokens are given");
    }
    URI uri = URI.create("pkcs11:token=" + label(given++) + "?module-name=softhsm");
    return new SoftHsmToken(driver, new HsmLocation(uri, Map.of(module.name(), module)));
  }

  private record SoftHsmToken(HsmProvider driver, HsmLocation location) implements TestToken {
    @Override
    public HsmMember open(SecretBytes pin) {
      return driver.open(location, pin);
    }

    @Override
    public SecretBytes pin() {
      return SecretBytes.owning(USER_PIN.getBytes(US_ASCII));
    }

    @Override
    public SecretBytes securityOfficerPin() {
      return SecretBytes.owning(OFFICER_PIN.getBytes(US_ASCII));
    }

    /// The directory of all tokens goes when the process ends.
    @Override
    public void close() {}
  }

  private static HsmProvider driver() {
    return ServiceLoader.load(HsmProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.scheme().equals("pkcs11"))
        .findFirst()
        .orElseThrow(() -> new AssertionFailedError("ServiceLoader finds no pkcs11 driver"));
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
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> run(List.of("rm", "-rf", tokens.toString()))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void run(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(COMMAND_SECONDS_MAX, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new AssertionFailedError(command.getFirst() + " failed");
      }
    } catch (IOException e) {
      throw new AssertionFailedError(INSTALL, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
