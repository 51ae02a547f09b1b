package coffer.compat.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Two tokens of SoftHSM2 in a folder of their own, and the configuration of a server that uses
/// them. Without SoftHSM2 it fails: a suite that skips what it promises shows nothing.
public record SoftHsmTokens(Path config, Map<String, String> environment) {
  private static final List<Path> MODULES =
      List.of(
          Path.of("/usr/lib/softhsm/libsofthsm2.so"),
          Path.of("/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"));
  public static final List<String> LABELS = List.of("coffer-compat-1", "coffer-compat-2");
  private static final Duration TOOL_DEADLINE = Duration.ofMinutes(1);

  /// The server is to make a cluster of them at its first start.
  public static SoftHsmTokens make(Path folder) {
    return make(folder, true);
  }

  /// The server knows their module, and nothing of them.
  public static SoftHsmTokens unused(Path folder) {
    return make(folder, false);
  }

  private static SoftHsmTokens make(Path folder, boolean clustered) {
    Path module = module();
    try {
      Path tokens = Files.createDirectories(folder.resolve("tokens"));
      Path conf = folder.resolve("softhsm2.conf");
      Files.writeString(
          conf,
          "directories.tokendir = %s\nobjectstore.backend = file\nlog.level = ERROR\n"
              .formatted(tokens));
      Map<String, String> environment = Map.of("SOFTHSM2_CONF", conf.toString());
      String pin = pin();
      String soPin = pin();
      for (String label : LABELS) {
        List<String> words =
            List.of(
                "softhsm2-util",
                "--init-token",
                "--free",
                "--label",
                label,
                "--pin",
                pin,
                "--so-pin",
                soPin);
        Command.run(folder, environment, TOOL_DEADLINE, words).orFail("softhsm2-util");
      }
      Path pinFile = Files.writeString(folder.resolve("kmsuser.pin"), pin);
      Path soPinFile = Files.writeString(folder.resolve("so.pin"), soPin);
      Path config =
          Files.writeString(
              folder.resolve("coffer.yaml"),
              clustered ? yaml(module, pinFile, soPinFile) : modules(module));
      return new SoftHsmTokens(config, environment);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Where it is installed.
  public static Path module() {
    return MODULES.stream()
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(() -> new AssertionError("SoftHSM2 is missing:\napt-get install softhsm2"));
  }

  /// A file that goes with them: `kmsuser.pin`, `so.pin`.
  String file(String name) {
    return config.resolveSibling(name).toString();
  }

  ClusterKind.Settings settings() {
    return new ClusterKind.Settings(Optional.of(config), environment);
  }

  private static String modules(Path module) {
    return "modules:\n  - name: softhsm\n    path: " + module + "\n";
  }

  private static String yaml(Path module, Path pin, Path soPin) {
    StringBuilder yaml = new StringBuilder();
    yaml.append(modules(module)).append("cluster:\n");
    char zone = 'a';
    for (String label : LABELS) {
      yaml.append("  - uri: \"pkcs11:token=%s?module-name=softhsm\"\n".formatted(label));
      yaml.append("    zone: zone-").append(zone++).append('\n');
      yaml.append("    pin-source: file:").append(pin).append('\n');
      yaml.append("    so-pin-source: file:").append(soPin).append('\n');
    }
    return yaml.toString();
  }

  private static String pin() {
    byte[] random = new byte[12];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }
}
