package coffer.boot;

import coffer.fuzz.FuzzTarget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The configuration.
public final class ConfigTargets {
  private ConfigTargets() {}

  public static List<FuzzTarget> all() {
    return List.of(
        FuzzTarget.of("config", ConfigReader.class, ConfigTargets::read)
            .from(
                """
                mode: production
                host: [192.0.2.1, kms.example]
                port: 8443
                admin-port: 8444
                region: cn-hangzhou
                passphrase-file: /etc/coffer/passphrase
                modules:
                  - name: softhsm
                    path: /usr/lib/softhsm/libsofthsm2.so
                    sha256: 00
                cluster:
                  - uri: "pkcs11:token=a?module-name=softhsm"
                    zone: zone-a
                    pin-source: file:/etc/coffer/pin
                    so-pin-source: env:SO_PIN
                audit: {durability: sync}
                """)
            .words(
                "&a ", "*a", "- ", "[", "{", "? ", "!!", "|", ">", "<<: ", "\u0000", "%YAML ", "\t")
            .refusing(ConfigException.class),
        FuzzTarget.of(
                "pin-source",
                PinSource.class,
                input -> PinSource.parse(new String(input, StandardCharsets.UTF_8)))
            .from("file:/a/b", "env:PIN", "/a/b")
            .words("file:", "env:", "\u0000", "..")
            .refusing(ConfigException.class));
  }

  private static void read(byte[] input) throws IOException {
    Path file = Files.createTempFile("coffer-fuzz-", ".yaml");
    try {
      Files.write(file, input);
      ConfigReader.read(file);
    } finally {
      Files.delete(file);
    }
  }
}
