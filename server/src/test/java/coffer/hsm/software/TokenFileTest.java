package coffer.hsm.software;

import static coffer.hsm.software.Tokens.OFFICER;
import static coffer.hsm.software.Tokens.USER;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.HsmMember;
import coffer.testing.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What may happen to a token file, on purpose or not.
class TokenFileTest {
  @TempDir Path directory;
  private Path file = Path.of("");

  @BeforeEach
  void makeToken() {
    file = directory.resolve("a.token");
    Tokens.make(file);
  }

  @Test
  void onlyItsOwnerReadsIt() throws IOException {
    for (String name : new String[] {"a.token", "a.token.lock"}) {
      var permissions = Files.getPosixFilePermissions(directory.resolve(name));
      assertThat(PosixFilePermissions.toString(permissions)).isEqualTo("rw-------");
    }
    assertThat(directory.resolve("a.token.tmp")).doesNotExist();
  }

  @Test
  void everyFlippedByteIsRefusedByNameBeforeThePinIsTried() throws IOException {
    byte[] good = Files.readAllBytes(file);
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= (byte) (1 << (i % 8));
      Files.write(file, bad);
      refusedByName(HsmFailure.UNAVAILABLE);
    }
    Files.write(file, good);
    Tokens.open(file, USER).close();
  }

  @Test
  void everyTruncationIsRefusedByName() throws IOException {
    byte[] good = Files.readAllBytes(file);
    for (int length = 0; length < good.length; length++) {
      Files.write(file, Arrays.copyOf(good, length));
      refusedByName(HsmFailure.UNAVAILABLE);
    }
  }

  @Test
  void whoMendsTheChecksumIsStillRefused() throws IOException {
    byte[] good = Files.readAllBytes(file);
    for (int i = 0; i < good.length - 32; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 1;
      Files.write(file, mended(bad));
      HsmException refusal = openRefused();
      // A changed slot cannot be told from a wrong PIN.
      assertThat(refusal.failure()).isIn(HsmFailure.UNAVAILABLE, HsmFailure.CREDENTIAL);
    }
  }

  @Test
  void anythingElseIsRefusedByName() {
    Seeds.check(
        300,
        random -> {
          byte[] noise = new byte[random.nextInt(1, 600)];
          random.nextBytes(noise);
          byte[] magic = "CofferTk\0\1".getBytes(US_ASCII);
          if (noise.length > 100 && random.nextBoolean()) {
            System.arraycopy(magic, 0, noise, 0, magic.length);
            noise[10] = (byte) random.nextInt(40);
            noise = mended(noise);
          }
          write(noise);
          refusedByName(HsmFailure.UNAVAILABLE);
        });
  }

  @Test
  void hugeFileIsNotRead() throws IOException {
    Files.write(file, new byte[TokenImage.FILE_BYTES_MAX + 1]);
    refusedByName(HsmFailure.UNAVAILABLE);
  }

  @Test
  void directoryIsNoToken() throws IOException {
    Path folder = Files.createDirectory(directory.resolve("folder"));
    Tokens.refusal(HsmFailure.UNAVAILABLE, () -> Tokens.open(folder, USER));
  }

  /// A crash before the rename leaves a temporary file, whole or not.
  @Test
  void leftTemporaryFileIsHarmless() throws IOException {
    Path temporary = directory.resolve("a.token.tmp");
    byte[] before = Files.readAllBytes(file);
    for (byte[] left : new byte[][] {{}, Arrays.copyOf(before, 50), before}) {
      Files.write(temporary, left);
      Tokens.open(file, USER).close();
      assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }
    try (HsmMember member = Tokens.open(file, USER)) {
      member.ensureDomainKeys(2);
    }
    assertThat(temporary).doesNotExist();
    try (HsmMember member = Tokens.open(file, USER)) {
      assertThat(member.domainKeyVersion()).isEqualTo(2);
    }
  }

  @Test
  void failedWriteLeavesTheOldTokenAndAnUnchangedMember() throws IOException {
    try (HsmMember member = Tokens.open(file, USER)) {
      // A directory where the temporary file should be fails even root.
      Path obstacle = Files.createDirectory(directory.resolve("a.token.tmp"));
      Path inside = Files.createFile(obstacle.resolve("x"));
      HsmException refusal =
          Tokens.refusal(HsmFailure.UNAVAILABLE, () -> member.ensureDomainKeys(2));
      assertThat(refusal).hasMessageContaining(file.toString());
      assertThat(member.domainKeyVersion()).isEqualTo(1);
      Files.delete(inside);
      Files.delete(obstacle);
      member.ensureDomainKeys(2);
      assertThat(member.domainKeyVersion()).isEqualTo(2);
    }
  }

  @Test
  void anotherTokenInItsPlaceIsNotOverwritten() throws IOException {
    try (HsmMember member = Tokens.open(file, USER)) {
      Files.delete(file);
      Tokens.refusal(HsmFailure.UNAVAILABLE, () -> member.ensureDomainKeys(2));
      Tokens.make(file);
      byte[] other = Files.readAllBytes(file);
      Tokens.refusal(HsmFailure.UNAVAILABLE, () -> member.ensureDomainKeys(2));
      assertThat(Files.readAllBytes(file)).isEqualTo(other);
    }
  }

  @Test
  void twoMembersOfOneFileLoseNothing() {
    try (HsmMember one = Tokens.open(file, USER);
        HsmMember other = Tokens.open(file, USER)) {
      one.ensureDomainKeys(2);
      other.ensureDomainKeys(3);
      one.ensureDomainKeys(3);
      assertThat(one.integrity(new byte[1])).isEqualTo(other.integrity(new byte[1]));
    }
    try (HsmMember again = Tokens.open(file, USER)) {
      assertThat(again.domainKeyVersion()).isEqualTo(3);
    }
  }

  @Test
  void writerThatNeverFinishesIsWaitedForInVainButNotForEver() throws IOException {
    try (HsmMember member = Tokens.open(file, USER)) {
      try (TokenLock _ = new TokenFile(file).lock()) {
        HsmException refusal =
            Tokens.refusal(HsmFailure.UNAVAILABLE, () -> member.ensureDomainKeys(2));
        assertThat(refusal).hasMessageContaining(file.toString());
      }
      member.ensureDomainKeys(2);
    }
  }

  @Test
  void secretsAreNotInTheFile() throws IOException {
    String text = new String(Files.readAllBytes(file), ISO_8859_1);
    assertThat(text).contains("blue").doesNotContain(OFFICER).doesNotContain(USER);
  }

  private void refusedByName(HsmFailure failure) {
    HsmException refusal = openRefused();
    assertThat(refusal.failure()).isEqualTo(failure);
    assertThat(refusal).hasMessageContaining(file.toString());
  }

  private HsmException openRefused() {
    try (HsmMember member = Tokens.open(file, USER)) {
      throw new AssertionError("opened: " + member.identity());
    } catch (HsmException e) {
      return e;
    }
  }

  private void write(byte[] bytes) {
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] mended(byte[] bytes) {
    try {
      byte[] body = Arrays.copyOf(bytes, bytes.length - 32);
      byte[] checksum = MessageDigest.getInstance("SHA-256").digest(body);
      System.arraycopy(checksum, 0, bytes, body.length, 32);
      return bytes;
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
