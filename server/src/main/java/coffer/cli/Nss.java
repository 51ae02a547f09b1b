package coffer.cli;

import coffer.model.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/// Two tokens of NSS softokn in a folder of their own, and the configuration of a server whose
/// cluster they are. The module takes both in the one string of C_Initialize.
///
/// @param initArguments that string
record Nss(Path config, Path module, String initArguments, String token, Path pin) {
  private static final Path TOOL = Path.of("/usr/bin/certutil");
  private static final List<Path> MODULES =
      List.of(
          Path.of("/usr/lib/x86_64-linux-gnu/libsoftokn3.so"),
          Path.of("/usr/lib/x86_64-linux-gnu/nss/libsoftokn3.so"),
          Path.of("/usr/lib/aarch64-linux-gnu/libsoftokn3.so"),
          Path.of("/usr/lib64/libsoftokn3.so"));
  private static final List<String> ZONES = List.of("zone-a", "zone-b");
  private static final int SLOT_MIN = 4;
  private static final int TOOL_SECONDS_MAX = 30;

  static Nss make(Path folder, SecureRandom random) {
    Path module =
        MODULES.stream()
            .filter(Files::exists)
            .filter(_ -> Files.exists(TOOL))
            .findFirst()
            .orElseThrow(() ->
                new Trouble("NSS is not installed. Type: sudo apt-get install libnss3-tools"));
    Path pin = folder.resolve("kmsuser.pin");
    Path soPin = folder.resolve("so.pin");
    try (SecretBytes user = Passwords.generate(random);
        SecretBytes officer = Passwords.generate(random)) {
      SoftHsm.keep(pin, user);
      SoftHsm.keep(soPin, officer);
    }
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < ZONES.size(); i++) {
      Path directory = folder.resolve(label(i));
      PrivateFiles.folder(directory);
      SoftHsm.run(
          new ProcessBuilder(TOOL.toString(), "-N", "-d", "sql:" + directory, "-f", pin.toString()),
          TOOL_SECONDS_MAX,
          TOOL + " -N");
      tokens.add(
          "0x%x=[configDir='sql:%s' tokenDescription='%s']"
              .formatted(SLOT_MIN + i, directory, label(i)));
    }
    String arguments =
        "configDir='' certPrefix='' keyPrefix='' secmod='' flags=noCertDB,noModDB tokens=<"
            + String.join(" ", tokens)
            + ">";
    Path config = folder.resolve("coffer.yaml");
    String yaml = yaml(module, arguments, pin, soPin);
    PrivateFiles.write(config, yaml.getBytes(StandardCharsets.UTF_8));
    return new Nss(config, module, arguments, label(0), pin);
  }

  private static String yaml(Path module, String arguments, Path pin, Path soPin) {
    StringBuilder yaml = new StringBuilder();
    yaml.append("modules:\n  - name: nss\n    path: ").append(module);
    yaml.append("\n    init-arguments: \"").append(arguments).append("\"\ncluster:\n");
    for (int i = 0; i < ZONES.size(); i++) {
      yaml.append("  - uri: \"pkcs11:token=%s?module-name=nss\"\n".formatted(label(i)));
      yaml.append("    zone: ").append(ZONES.get(i)).append('\n');
      yaml.append("    pin-source: file:").append(pin).append('\n');
      yaml.append("    so-pin-source: file:").append(soPin).append('\n');
    }
    return yaml.toString();
  }

  private static String label(int index) {
    return "coffer-nss-" + (index + 1);
  }
}
