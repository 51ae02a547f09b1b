package coffer.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.access.Principal;
import coffer.model.AccessKeyId;
import coffer.model.InstanceStatus;
import coffer.model.SecretBytes;
import coffer.operations.Caller;
import coffer.operations.TestClock;
import coffer.operations.kms.CreateKey;
import coffer.operations.kms.Decrypt;
import coffer.operations.kms.Encrypt;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole wiring below the wires, with the drivers that a server finds.
class CoreTest {
  private static final Caller ROOT =
      new Caller(
          new Principal.Root("1234567890123456", new AccessKeyId("LTAI0123456789abcdef")),
          InetAddress.ofLiteral("127.0.0.1"),
          true,
          "request-1");

  private final TestClock clock = new TestClock("2026-03-01T12:00:00Z");

  @TempDir Path parent;

  private Core open(DataDirectory data, Config config, Map<String, String> environment) {
    return Core.open(data, config, environment, clock, new SecureRandom(), _ -> {});
  }

  @Test
  void whatWasEncryptedBeforeARestartIsDecryptedAfterIt() throws IOException {
    byte[] blob;
    try (DataDirectory data = DataDirectory.open(parent.resolve("d"))) {
      try (Core core = open(data, Config.DEFAULT, Map.of())) {
        assertThat(core.troubles()).isEmpty();
        assertThat(core.instances()).hasSize(1);
        blob = encrypt(core);
      }
      assertThat(mode(data.file("dev-passphrase"))).isEqualTo("rw-------");
      assertThat(mode(data.file(RootCredential.FILE))).isEqualTo("rw-------");
      assertThat(mode(data.file("audit"))).isEqualTo("rwx------");
      try (Core again = open(data, Config.DEFAULT, Map.of())) {
        assertThat(again.troubles()).isEmpty();
        assertThat(again.instances().getFirst().status()).isEqualTo(InstanceStatus.CONNECTED);
        Decrypt.Answer answer =
            again
                .pipeline()
                .call(
                    ROOT,
                    Decrypt.OPERATION,
                    new Decrypt.Request(blob, Optional.empty(), Optional.empty()));
        try (SecretBytes text = answer.plaintext()) {
          assertThat(text).isEqualTo(SecretBytes.owning(new byte[] {65, 66}));
        }
      }
    }
  }

  private static byte[] encrypt(Core core) {
    Optional<String> none = Optional.empty();
    String key =
        core.pipeline()
            .call(
                ROOT,
                CreateKey.OPERATION,
                new CreateKey.Request(
                    none,
                    none,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    none,
                    none,
                    Optional.empty()))
            .keyMetadata()
            .keyId();
    try (SecretBytes text = SecretBytes.owning(new byte[] {65, 66})) {
      return core.pipeline()
          .call(ROOT, Encrypt.OPERATION, new Encrypt.Request(key, text, Optional.empty()))
          .ciphertextBlob();
    }
  }

  @Test
  void theDirectoryOpensWithItsPassphraseOnly() throws IOException {
    Map<String, String> right = Map.of("COFFER_PASSPHRASE", "right");
    try (DataDirectory data = DataDirectory.open(parent.resolve("d"))) {
      open(data, Config.DEFAULT, right).close();
      assertThat(data.file("dev-passphrase")).doesNotExist();
      refused(data, Config.DEFAULT, Map.of("COFFER_PASSPHRASE", "wrong"), "is not the one of");
      refused(data, Config.DEFAULT, Map.of(), "dev-passphrase is missing");
      assertThat(data.file("dev-passphrase")).doesNotExist();
      refused(data, production(Optional.empty()), Map.of(), "production needs a passphrase");
      Path file = Files.writeString(parent.resolve("passphrase"), "right\r\n");
      open(data, production(Optional.of(file)), Map.of()).close();
      Path folder = Files.createDirectory(parent.resolve("credentials"));
      Files.writeString(folder.resolve("coffer-passphrase"), "right");
      open(data, production(Optional.empty()), Map.of("CREDENTIALS_DIRECTORY", folder.toString()))
          .close();
      Files.writeString(file, "\n");
      refused(data, production(Optional.of(file)), right, "is empty");
      Files.writeString(file, "x".repeat(5000));
      refused(data, production(Optional.of(file)), right, "too large");
      Files.delete(file);
      refused(data, production(Optional.of(file)), right, "cannot be read");
    }
  }

  private void refused(
      DataDirectory data, Config config, Map<String, String> environment, String why) {
    assertThatThrownBy(() -> open(data, config, environment))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(why)
        .hasMessageNotContaining("right");
  }

  private static Config production(Optional<Path> passphrase) {
    Config defaults = Config.DEFAULT;
    return new Config(
        Config.Mode.PRODUCTION,
        defaults.hosts(),
        0,
        0,
        Optional.empty(),
        defaults.region(),
        passphrase,
        defaults.modules(),
        defaults.cluster(),
        false,
        defaults.rsaPool(),
        defaults.trustedProxies(),
        Optional.empty(),
        Optional.empty(),
        defaults.fairUse());
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
