package coffer.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnCertificateTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  @TempDir Path folder;
  private final Commands commands = new Commands();
  private final Instant now = Clock.systemUTC().instant();
  private CertificateAuthority ca;
  private Path certificate;
  private Path key;
  private Path root;

  @BeforeEach
  void files() throws IOException {
    ca = CertificateAuthority.create("Own root", RANDOM, now);
    certificate = folder.resolve("server.pem");
    key = folder.resolve("server-key.pem");
    root = Files.writeString(folder.resolve("root.pem"), ca.pem());
    issue("kms.example.org", Duration.ofDays(1));
  }

  private void issue(String name, Duration life) throws IOException {
    CertificateAuthority.Leaf leaf = ca.issue(List.of(name), life, RANDOM, now);
    Files.writeString(certificate, leaf.certificatePem());
    Files.writeString(key, leaf.privateKeyPem());
  }

  private OwnCertificate read(Optional<Path> caFile) {
    return OwnCertificate.read(new Config.TlsFiles(certificate, key, caFile), now);
  }

  private void refused(Optional<Path> caFile, String why) {
    assertThatThrownBy(() -> read(caFile))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(why);
  }

  @Test
  void aGoodOneIsTakenWithItsRootInTheFileOrBesideIt() throws IOException {
    OwnCertificate own = read(Optional.of(root));
    assertThat(own.caPem()).isEqualTo(ca.pem());
    assertThat(own.covers("KMS.example.org")).isTrue();
    assertThat(own.covers("localhost")).isFalse();
    refused(Optional.empty(), "does not end in a root");
    Files.writeString(certificate, Files.readString(certificate) + ca.pem());
    assertThat(read(Optional.empty()).caPem().strip()).isEqualTo(ca.pem().strip());
    issue("*.example.org", Duration.ofDays(1));
    assertThat(read(Optional.of(root)).covers("kms.example.org")).isTrue();
    assertThat(read(Optional.of(root)).covers("a.kms.example.org")).isFalse();
  }

  @Test
  void whatClientsWouldRefuseIsRefused() throws IOException {
    String good = Files.readString(key);
    CertificateAuthority other = CertificateAuthority.create("Other", RANDOM, now);
    Files.writeString(
        key, other.issue(List.of("x"), Duration.ofDays(1), RANDOM, now).privateKeyPem());
    refused(Optional.of(root), "is not the key of");
    Files.writeString(key, "nothing");
    refused(Optional.of(root), "no private key");
    Files.writeString(key, good);
    refused(
        Optional.of(Files.writeString(folder.resolve("o.pem"), other.pem())), "cannot be verified");
    refused(Optional.of(folder.resolve("missing.pem")), "cannot be read");
    issue("kms.example.org", Duration.ofSeconds(-10));
    refused(Optional.of(root), "expired");
    Files.writeString(certificate, "nothing");
    refused(Optional.of(root), "no certificates");
  }

  @Test
  void configCheckReadsTheFiles() throws IOException {
    Path yaml = folder.resolve("coffer.yaml");
    String tls = "tls:\n  certificate: %s\n  key: %s\n  ca: %s\n".formatted(certificate, key, root);
    Files.writeString(yaml, "host: [kms.example.org]\n" + tls);
    assertThat(commands.run("config", "check", yaml.toString())).isZero();
    assertThat(commands.printed()).contains("certificate for kms.example.org");
    Files.writeString(yaml, "host: [other.example.org]\n" + tls);
    assertThat(commands.run("config", "check", yaml.toString())).isEqualTo(1);
    assertThat(commands.printed()).contains("neither for localhost nor for a name in `host`");
    Files.delete(key);
    Files.writeString(yaml, "host: [kms.example.org]\n" + tls);
    assertThat(commands.run("config", "check", yaml.toString())).isEqualTo(1);
    assertThat(commands.printed()).contains("cannot be read");
  }

  @Test
  void anotherFileIsTakenAndABadOneIsNot() throws IOException {
    issue("localhost", Duration.ofDays(1));
    Config config =
        ConfigReader.read(
            Files.writeString(
                folder.resolve("c.yaml"),
                "tls:\n  certificate: %s\n  key: %s\n  ca: %s\n"
                    .formatted(certificate, key, root)));
    try (DataDirectory data = DataDirectory.open(folder.resolve("d"));
        Core core =
            Core.open(data, config, java.util.Map.of(), Clock.systemUTC(), RANDOM, _ -> {})) {
      ServerIdentity identity = core.identity();
      assertThat(identity.caPem()).isEqualTo(ca.pem());
      assertThat(core.services().serviceCa().get()).isEqualTo(ca.pem());
      assertThat(identity.reread()).isFalse();
      byte[] before = identity.certificate().chain();
      String goodKey = Files.readString(key);
      Files.writeString(key, "half written");
      assertThatThrownBy(identity::reread).isInstanceOf(ConfigException.class);
      assertThat(identity.certificate().chain()).isEqualTo(before);
      Files.writeString(key, goodKey);
      issue("localhost", Duration.ofDays(2));
      assertThat(identity.reread()).isTrue();
      assertThat(identity.certificate().chain()).isNotEqualTo(before);
    }
  }
}
