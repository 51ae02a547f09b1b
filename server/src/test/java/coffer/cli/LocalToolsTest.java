package coffer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.model.SecretBytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalToolsTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void passwordsFollowTheRule() {
    SecureRandom random = new SecureRandom();
    for (int i = 0; i < 200; i++) {
      try (SecretBytes password = Passwords.generate(random)) {
        String text = password.use(b -> new String(b, StandardCharsets.US_ASCII));
        assertThat(text).hasSize(24).matches("[A-Za-z0-9_][A-Za-z0-9_-]*").matches(".*[0-9].*");
      }
    }
  }

  @Test
  void aListenerIsFoundInTheKernelsTable() {
    List<String> table =
        List.of(
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid",
            "   0: 0100007F:20FB 00000000:0000 0A 00000000:00000000 00:00000000 00000000  0 0 777 1",
            "   1: 0100007F:20FB 0100007F:9999 01 00000000:00000000 00:00000000 00000000  0 0 778 1");
    assertThat(PortHolder.sockets(table, 8443)).containsExactly("socket:[777]");
    assertThat(PortHolder.sockets(table, 8444)).isEmpty();
  }

  @Test
  void aBusyPortIsReportedWithItsHolder() throws IOException {
    try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Finding finding = PortChecks.port("port", busy.getLocalPort(), Optional.empty());
      assertThat(finding.level()).isEqualTo(Finding.Level.FAIL);
      assertThat(finding.saw()).contains("pid " + ProcessHandle.current().pid());
    }
  }

  @Test
  void aDataDirectoryOpenToOthersFails() throws IOException {
    Path data = Files.createDirectory(folder.resolve("data"));
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(HostChecks.folder(data).getFirst().level()).isEqualTo(Finding.Level.FAIL);
    assertThat(HostChecks.folder(data).getFirst().advice()).isEqualTo("chmod 700 " + data);
    assertThat(HostChecks.disk(data, 1).level()).isEqualTo(Finding.Level.FAIL);
    assertThat(HostChecks.jdk(17).level()).isEqualTo(Finding.Level.FAIL);
  }

  @Test
  void aClockMoreThanAQuarterOffFails() {
    ServerChecks checks =
        new ServerChecks(Clock.fixed(Instant.parse("2026-11-21T17:10:58Z"), ZoneOffset.UTC));
    assertThat(checks.clock(Optional.of("Sat, 21 Nov 2026 16:50:58 GMT")).map(Finding::level))
        .contains(Finding.Level.FAIL);
    assertThat(checks.clock(Optional.of("Sat, 21 Nov 2026 17:10:50 GMT")).map(Finding::level))
        .contains(Finding.Level.OK);
    assertThat(checks.clock(Optional.of("yesterday"))).isEmpty();
  }

  @Test
  void modulesAreLookedAtAsFiles() throws IOException {
    Path module = folder.resolve("module.so");
    Files.write(module, new byte[] {0x7f, 'E', 'L', 'F', 1});
    Path config = folder.resolve("coffer.yaml");
    String yaml = "modules:\n  - name: m\n    path: %s\n".formatted(module);
    Files.writeString(config, yaml);
    Finding found = ModuleChecks.modules(config).getFirst();
    assertThat(found.level()).isEqualTo(Finding.Level.OK);
    assertThat(found.saw()).contains("sha256");
    Files.writeString(config, yaml + "    sha256: 00\n");
    assertThat(ModuleChecks.modules(config).getFirst().saw()).contains("not the declared one");
    Files.write(module, new byte[] {1, 2, 3, 4, 5});
    assertThat(ModuleChecks.modules(config).getFirst().saw()).contains("not a shared library");
  }

  @Test
  void theClusterOfTheDemoIsWrittenAsTheConfigurationTakesIt() {
    assertThat(SoftHsm.yaml(Path.of("/m.so"), Path.of("/pin"), Path.of("/so")))
        .isEqualTo(
            """
            modules:
              - name: softhsm
                path: /m.so
            cluster:
              - uri: "pkcs11:token=coffer-demo-1?module-name=softhsm"
                zone: zone-a
                pin-source: file:/pin
                so-pin-source: file:/so
              - uri: "pkcs11:token=coffer-demo-2?module-name=softhsm"
                zone: zone-b
                pin-source: file:/pin
                so-pin-source: file:/so
            """);
  }

  @Test
  void profilesNameWhatIsWrongWithThem() throws IOException {
    Path file = Files.createDirectory(folder.resolve(".coffer")).resolve("profiles.yaml");
    Files.writeString(
        file,
        """
        good:
          endpoint: kms.example.org:8443
          ca: ca.pem
          access-key-id: id
          access-key-secret-file: secret
        bad:
          endpoint: https://kms.example.org
          colour: red
        """);
    Files.writeString(file.resolveSibling("secret"), "s3\n");
    Profiles profiles = new Profiles(folder);
    try (Connection good = profiles.connection("good")) {
      assertThat(good.endpoint().toString()).isEqualTo("https://kms.example.org:8443");
      assertThat(good.ca()).isEqualTo(file.resolveSibling("ca.pem"));
      assertThat(good.secret()).isEqualTo(secret("s3"));
      assertThat(good.authority()).isEqualTo("kms.example.org:8443");
    }
    assertThatThrownBy(() -> profiles.connection("bad"))
        .hasMessageContaining("profile bad has unknown keys: colour");
    assertThatThrownBy(() -> profiles.connection("none")).hasMessageContaining("no profile none");
  }

  @Test
  void textThatIsNoTextIsNotSent() {
    Value binary = new Value.Secret(SecretBytes.owning(new byte[] {(byte) 0xff, 1}));
    assertThatThrownBy(() -> FormBody.of(Map.of("Plaintext", binary)))
        .isInstanceOf(Trouble.class)
        .hasMessageContaining("Plaintext is text");
    byte[] body = FormBody.of(Map.of("A b", Value.of("ä&=~")));
    assertThat(new String(body, StandardCharsets.US_ASCII)).isEqualTo("A%20b=%C3%A4%26%3D~");
  }

  private static SecretBytes secret(String text) {
    return SecretBytes.owning(text.getBytes(StandardCharsets.UTF_8));
  }
}
