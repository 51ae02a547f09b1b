package coffer.boot;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.access.Principal;
import coffer.model.AccessKeyId;
import coffer.model.SecretBytes;
import coffer.operations.Caller;
import coffer.operations.kms.CreateKey;
import coffer.operations.kms.Decrypt;
import coffer.operations.kms.Encrypt;
import coffer.seal.SealedStreams;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Local commands on a data directory that a server uses, or used.
class BackupTest {
  private static final String PASSPHRASE = "a passphrase of the backup";
  private static final Caller ROOT =
      new Caller(
          new Principal.Root("1234567890123456", new AccessKeyId("LTAI0123456789abcdef")),
          InetAddress.ofLiteral("127.0.0.1"),
          true,
          "request-1");

  @TempDir Path folder;
  private final Commands commands = new Commands();
  private Path data;
  private Path backup;
  private Optional<DataDirectory> directory = Optional.empty();
  private Optional<Core> core = Optional.empty();

  @BeforeEach
  void start() {
    data = folder.resolve("data");
    backup = folder.resolve("a.backup");
    commands.environment.put("COFFER_BACKUP_PASSPHRASE", PASSPHRASE);
    start(data, Map.of());
  }

  private void start(Path at, Map<String, String> environment) {
    DataDirectory opened = DataDirectory.open(at);
    directory = Optional.of(opened);
    core =
        Optional.of(
            Core.open(
                opened,
                Config.DEFAULT,
                environment,
                Clock.systemUTC(),
                new SecureRandom(),
                _ -> {}));
  }

  @AfterEach
  void stop() {
    core.ifPresent(Core::close);
    directory.ifPresent(DataDirectory::close);
    core = Optional.empty();
    directory = Optional.empty();
  }

  private byte[] encrypt() {
    Optional<String> none = Optional.empty();
    String key =
        core.orElseThrow()
            .pipeline()
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
      return core.orElseThrow()
          .pipeline()
          .call(ROOT, Encrypt.OPERATION, new Encrypt.Request(key, text, Optional.empty()))
          .ciphertextBlob();
    }
  }

  private void requireOpens(byte[] blob) {
    try (SecretBytes text =
        core.orElseThrow()
            .pipeline()
            .call(
                ROOT,
                Decrypt.OPERATION,
                new Decrypt.Request(blob, Optional.empty(), Optional.empty()))
            .plaintext()) {
      assertThat(text).isEqualTo(SecretBytes.owning(new byte[] {65, 66}));
    }
  }

  private String succeed(String... words) {
    assertThat(commands.run(words)).as(commands.printed()).isZero();
    return commands.printed();
  }

  private String fail(String... words) {
    assertThat(commands.run(words)).as(commands.printed()).isEqualTo(1);
    assertThat(commands.printed()).startsWith("coffer: ").doesNotContain("\tat ").hasLineCount(1);
    return commands.printed();
  }

  private String makeBackup(String... more) {
    String[] words =
        Stream.concat(
                Stream.of("backup", "--data", data.toString(), "--out", backup.toString()),
                Arrays.stream(more))
            .toArray(String[]::new);
    return succeed(words);
  }

  @Test
  void aBackupOfARunningServerIsRestoredElsewhereAndDecrypts() throws IOException {
    byte[] blob = encrypt();
    assertThat(makeBackup()).contains("1 keys", "hsm/hsm-1.token").doesNotContain("wrapped blobs");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)))
        .isEqualTo("rw-------");
    assertThat(succeed("backup", "verify", backup.toString())).contains("whole; 1 keys");
    stop();
    Path moved = folder.resolve("elsewhere/restored");
    Files.move(data, folder.resolve("lost"));
    succeed("restore", backup.toString(), "--data", moved.toString());
    start(moved, Map.of());
    requireOpens(blob);
    OperatorNotes.drain(store(), auditOf());
    stop();
    assertThat(trail(moved)).contains("local:Restore");
    assertThat(succeed("audit", "verify", "--data", moved.toString())).contains("are sound");
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.map(Path::getFileName).map(Path::toString))
          .noneMatch(name -> name.endsWith(".part") || name.contains("restoring"));
    }
  }

  @Test
  void withoutOldAuditTheTrailBeginsLaterAndIsSound() {
    makeBackup("--without-old-audit");
    stop();
    Path moved = folder.resolve("restored");
    assertThat(succeed("restore", backup.toString(), "--data", moved.toString()))
        .contains("newest segment only");
    start(moved, Map.of());
    stop();
    assertThat(succeed("audit", "verify", "--data", moved.toString())).contains("are sound");
  }

  @Test
  void nothingIsReplacedAndNoSecretIsTakenFromTheCommandLine() throws IOException {
    makeBackup();
    assertThat(fail("backup", "--data", data.toString(), "--out", backup.toString()))
        .contains("exists");
    assertThat(fail("restore", backup.toString(), "--data", data.toString())).contains("not empty");
    commands.environment.remove("COFFER_BACKUP_PASSPHRASE");
    assertThat(fail("backup", "--data", data.toString(), "--out", backup + "2"))
        .contains("--passphrase-file", "COFFER_BACKUP_PASSPHRASE");
    Path file = Files.writeString(folder.resolve("p"), "short\n");
    assertThat(
            fail(
                "backup",
                "--data",
                data.toString(),
                "--out",
                backup + "2",
                "--passphrase-file",
                file.toString()))
        .contains("too short");
    assertThat(commands.run("backup", "--data", data.toString())).isEqualTo(2);
    assertThat(fail("backup", "--data", folder.toString(), "--out", backup + "2"))
        .contains("not a data directory");
    assertThat(Files.exists(Path.of(backup + "2"))).isFalse();
  }

  @Test
  void aBackupThatWasTouchedOrCutOffOrIsOfAnotherIsRefused() throws IOException {
    makeBackup();
    byte[] good = Files.readAllBytes(backup);
    Path bad = folder.resolve("bad.backup");
    byte[] changed = good.clone();
    changed[good.length / 2] ^= 1;
    Files.write(bad, changed);
    refusedEverywhere(bad, "changed or cut off");
    Files.write(bad, Arrays.copyOf(good, good.length - 1));
    refusedEverywhere(bad, "changed or cut off");
    Files.write(bad, Arrays.copyOf(good, 20));
    refusedEverywhere(bad, "passphrase is wrong");
    Files.writeString(bad, "something else");
    refusedEverywhere(bad, "not a file that was sealed");
    commands.environment.put("COFFER_BACKUP_PASSPHRASE", "another one altogether");
    refusedEverywhere(backup, "passphrase is wrong");
  }

  private void refusedEverywhere(Path file, String why) {
    Path target = folder.resolve("never");
    assertThat(fail("backup", "verify", file.toString())).contains(why);
    assertThat(fail("restore", file.toString(), "--data", target.toString())).contains(why);
    assertThat(target).doesNotExist();
  }

  @Test
  void aBackupHoldsNothingReadable() throws IOException {
    makeBackup();
    String raw = Files.readString(backup, StandardCharsets.ISO_8859_1);
    assertThat(raw).doesNotContain("SQLite format", "manifest.json", "coffer.db", "AccessKey");
    try (SecretBytes passphrase = SecretBytes.owning(PASSPHRASE.getBytes(StandardCharsets.UTF_8));
        InputStream in =
            new SealedStreams(new SecureRandom())
                .opening(Files.newInputStream(backup), passphrase)) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1))
          .contains("manifest.json", "coffer.db", "hsm/hsm-2.token", "dev-passphrase");
    }
  }

  @Test
  void thePassphraseChangesWhileTheServerRuns() throws IOException {
    byte[] blob = encrypt();
    assertThat(fail("passphrase", "change", "--data", data.toString()))
        .contains("COFFER_NEW_PASSPHRASE");
    commands.environment.put("COFFER_NEW_PASSPHRASE", "a new one, long enough");
    succeed("passphrase", "change", "--data", data.toString());
    assertThat(data.resolve("dev-passphrase")).doesNotExist();
    requireOpens(blob);
    stop();
    Path file = Files.writeString(folder.resolve("passphrase"), "a new one, long enough\n");
    Map<String, String> fresh = Map.of("COFFER_PASSPHRASE", "a new one, long enough");
    start(data, fresh);
    requireOpens(blob);
    OperatorNotes.drain(store(), auditOf());
    stop();
    assertThat(trail(data)).contains("local:ChangePassphrase");
    commands.environment.put("COFFER_PASSPHRASE", "a wrong one");
    assertThat(fail("passphrase", "change", "--data", data.toString())).contains("is not the one");
    Path yaml = Files.writeString(folder.resolve("c.yaml"), "passphrase-file: " + file + "\n");
    succeed("passphrase", "change", "--data", data.toString(), "--config", yaml.toString());
  }

  @Test
  void theRootKeyIsReplacedOnlyWhileTheServerIsStopped() throws IOException {
    Path file = data.resolve(RootCredential.FILE);
    String before = Files.readString(file);
    assertThat(fail("access-key", "reset-root", "--data", data.toString()))
        .contains("another server is using");
    stop();
    String printed = succeed("access-key", "reset-root", "--data", data.toString());
    String after = Files.readString(file);
    assertThat(after).isNotEqualTo(before);
    assertThat(printed).contains(id(after)).doesNotContain(secret(after));
    start(data, Map.of());
    assertThat(core.orElseThrow().accessKeys().find(id(before))).isEmpty();
    assertThat(core.orElseThrow().accessKeys().find(id(after))).isPresent();
    stop();
    commands.environment.put("COFFER_PASSPHRASE", "not this one");
    assertThat(fail("access-key", "reset-root", "--data", data.toString()))
        .contains("is not the one");
    assertThat(Files.readString(file)).isEqualTo(after);
  }

  private static String id(String json) {
    return json.replaceAll("(?s).*\"AccessKeyId\":\"([^\"]*)\".*", "$1");
  }

  private static String secret(String json) {
    return json.replaceAll("(?s).*\"AccessKeySecret\":\"([^\"]*)\".*", "$1");
  }

  private coffer.store.Store store() {
    return core.orElseThrow().store();
  }

  private coffer.audit.AuditSink auditOf() {
    return core.orElseThrow().audit();
  }

  private static String trail(Path data) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(data.resolve("audit"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".log")).toList()) {
        all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return all.toString();
  }
}
