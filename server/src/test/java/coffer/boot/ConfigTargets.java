package coffer.boot;

import coffer.fuzz.FuzzTarget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The configuration, and the files that it names.
public final class ConfigTargets {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

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
            .refusing(ConfigException.class),
        FuzzTarget.of("own-certificate", OwnCertificate.class, ConfigTargets::certificate)
            .from(ownCertificate())
            .words("-----BEGIN ", "-----END ", "EC PARAMETERS-----\n", "Proc-Type: 4,", "MII", "=")
            .refusing(ConfigException.class));
  }

  /// Chain, key and root in one text: what is in each place is up to the reader.
  private static String ownCertificate() {
    CertificateAuthority ca = CertificateAuthority.create("Fuzzed", RANDOM, NOW);
    CertificateAuthority.Leaf leaf =
        ca.issue(List.of("kms.example.org"), Duration.ofDays(1), RANDOM, NOW);
    return leaf.certificatePem() + ca.pem() + leaf.privateKeyPem();
  }

  private static void certificate(byte[] input) throws IOException {
    Path file = Files.createTempFile("coffer-fuzz-", ".pem");
    try {
      Files.write(file, input);
      OwnCertificate.read(new Config.TlsFiles(file, file, Optional.empty()), NOW);
    } finally {
      Files.delete(file);
    }
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
