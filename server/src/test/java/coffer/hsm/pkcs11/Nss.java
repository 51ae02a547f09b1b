package coffer.hsm.pkcs11;

import coffer.hsm.HsmLocation;
import coffer.hsm.HsmModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.opentest4j.AssertionFailedError;

/// Tokens of NSS softokn, all named in the one string of C_Initialize.
final class Nss {
  private static final int TOKENS = 4;
  private static final int SLOT_MIN = 4;
  private static final List<Path> PLACES =
      List.of(
          Path.of("/usr/lib/x86_64-linux-gnu/libsoftokn3.so"),
          Path.of("/usr/lib/x86_64-linux-gnu/nss/libsoftokn3.so"),
          Path.of("/usr/lib/aarch64-linux-gnu/libsoftokn3.so"),
          Path.of("/usr/lib64/libsoftokn3.so"));

  static final HsmModule MODULE = made();

  private Nss() {}

  /// Shared between tests, unlike those of SoftHSM.
  static HsmLocation token(int index) {
    URI uri = URI.create("pkcs11:token=" + label(index) + "?module-name=nss");
    return new HsmLocation(uri, Map.of(MODULE.name(), MODULE));
  }

  private static HsmModule made() {
    Path library =
        PLACES.stream()
            .filter(Files::exists)
            .findFirst()
            .orElseThrow(
                () -> new AssertionFailedError("NSS is missing: apt-get install libnss3-tools"));
    try {
      Path folder = Files.createTempDirectory("coffer-nss");
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> SoftHsm.run("rm", "-rf", folder.toString())));
      Path pin = folder.resolve("pin");
      Files.writeString(pin, SoftHsm.USER_PIN + "\n");
      List<String> tokens = new ArrayList<>();
      for (int i = 0; i < TOKENS; i++) {
        Path directory = Files.createDirectory(folder.resolve(label(i)));
        SoftHsm.run("certutil", "-N", "-d", "sql:" + directory, "-f", pin.toString());
        tokens.add(
            "0x%x=[configDir='sql:%s' tokenDescription='%s']"
                .formatted(SLOT_MIN + i, directory, label(i)));
      }
      String arguments =
          "configDir='' certPrefix='' keyPrefix='' secmod='' flags=noCertDB,noModDB tokens=<"
              + String.join(" ", tokens)
              + ">";
      return new HsmModule("nss", library, Optional.empty(), Optional.of(arguments));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String label(int i) {
    return "nss-" + i;
  }
}
