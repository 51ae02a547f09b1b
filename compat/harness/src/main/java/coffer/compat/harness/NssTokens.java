package coffer.compat.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Two tokens of NSS softokn in a folder of their own, and the configuration of a server whose
/// cluster they are at its first start. Without NSS it fails.
final class NssTokens {
  private static final List<Path> MODULES =
      List.of(
          Path.of("/usr/lib/x86_64-linux-gnu/libsoftokn3.so"),
          Path.of("/usr/lib/x86_64-linux-gnu/nss/libsoftokn3.so"));
  private static final List<String> ZONES = List.of("zone-a", "zone-b");
  private static final int FIRST_SLOT = 4;
  private static final Duration TOOL_DEADLINE = Duration.ofMinutes(1);

  private NssTokens() {}

  static ClusterKind.Settings make(Path folder) {
    try {
      Path pin = Files.writeString(folder.resolve("kmsuser.pin"), pin());
      Path officer = Files.writeString(folder.resolve("so.pin"), pin());
      List<String> tokens = new ArrayList<>();
      StringBuilder cluster = new StringBuilder("cluster:\n");
      for (int i = 0; i < ZONES.size(); i++) {
        String label = "coffer-nss-" + (i + 1);
        Path token = Files.createDirectories(folder.resolve(label));
        Command.run(
                folder,
                Map.of(),
                TOOL_DEADLINE,
                List.of("certutil", "-N", "-d", "sql:" + token, "-f", pin.toString()))
            .orFail("certutil -N");
        tokens.add(
            "0x%x=[configDir='sql:%s' tokenDescription='%s']"
                .formatted(FIRST_SLOT + i, token, label));
        cluster.append("  - uri: \"pkcs11:token=%s?module-name=nss\"\n".formatted(label));
        cluster.append("    zone: ").append(ZONES.get(i)).append('\n');
        cluster.append("    pin-source: file:").append(pin).append('\n');
        cluster.append("    so-pin-source: file:").append(officer).append('\n');
      }
      // The module takes all of its tokens in the one string of C_Initialize.
      String arguments =
          "configDir='' certPrefix='' keyPrefix='' secmod='' flags=noCertDB,noModDB tokens=<"
              + String.join(" ", tokens)
              + ">";
      String module =
          "modules:\n  - name: nss\n    path: %s\n    init-arguments: \"%s\"\n"
              .formatted(module(), arguments);
      Path config = Files.writeString(folder.resolve("coffer.yaml"), module + cluster);
      return new ClusterKind.Settings(Optional.of(config), Map.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path module() {
    return MODULES.stream()
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(() -> new AssertionError("NSS is missing:\napt-get install libnss3-tools"));
  }

  private static String pin() {
    byte[] random = new byte[12];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }
}
