package coffer.keys;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import coffer.model.KeyVersionId;
import coffer.testing.Seeds;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class CiphertextBlobTest {
  private static final String ID = "01234567-89ab-cdef-0123-456789abcdef";
  private static final KeyVersionId VERSION = KeyVersionId.parse(ID).orElseThrow();

  @Test
  void theLayoutIsVersionThenIvThenCiphertextThenTag() {
    CiphertextBlob blob = new CiphertextBlob(VERSION, bytes(12, 1), bytes(18, 2));
    String body =
        HexFormat.of().formatHex(ID.getBytes(US_ASCII)) + "01".repeat(12) + "02".repeat(18);
    assertThat(HexFormat.of().formatHex(blob.encode())).isEqualTo(body);
    assertThat(HexFormat.of().formatHex(blob.encodeAdvance())).isEqualTo("240002" + body);
  }

  @Test
  void whatWasEncodedIsDecoded() {
    Seeds.check(
        200,
        random -> {
          CiphertextBlob blob = random(random);
          same(blob, CiphertextBlob.decode(blob.encode()));
          same(blob, CiphertextBlob.decodeAdvance(blob.encodeAdvance()));
        });
  }

  @Test
  void everyTruncationThatLeavesNoTagIsRefused() {
    byte[] plain = new CiphertextBlob(VERSION, bytes(12, 1), bytes(16, 2)).encode();
    byte[] advance = new CiphertextBlob(VERSION, bytes(12, 1), bytes(16, 2)).encodeAdvance();
    for (int length = 0; length < plain.length; length++) {
      assertThat(CiphertextBlob.decode(Arrays.copyOf(plain, length))).as("%d", length).isEmpty();
    }
    for (int length = 0; length < advance.length; length++) {
      byte[] cut = Arrays.copyOf(advance, length);
      assertThat(CiphertextBlob.decodeAdvance(cut)).as("%d", length).isEmpty();
    }
    assertThat(CiphertextBlob.decode(plain)).isPresent();
    assertThat(CiphertextBlob.decodeAdvance(advance)).isPresent();
  }

  @Test
  void theTwoFormsAreNotTakenForEachOther() {
    CiphertextBlob blob = new CiphertextBlob(VERSION, bytes(12, 1), bytes(40, 2));
    assertThat(CiphertextBlob.decode(blob.encodeAdvance())).isEmpty();
    assertThat(CiphertextBlob.decodeAdvance(blob.encode())).isEmpty();
  }

  @Test
  void everyFlippedBitOfMarksAndVersionIsRefusedOrNamesAnotherVersion() {
    byte[] encoded = new CiphertextBlob(VERSION, bytes(12, 1), bytes(16, 2)).encodeAdvance();
    for (int bit = 0; bit < 8 * (3 + KeyVersionId.LENGTH); bit++) {
      byte[] flipped = encoded.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      Optional<CiphertextBlob> decoded = CiphertextBlob.decodeAdvance(flipped);
      assertThat(decoded.filter(b -> b.version().equals(VERSION))).as("bit %d", bit).isEmpty();
      assertThat(bit >= 24 || decoded.isEmpty()).as("bit %d", bit).isTrue();
    }
  }

  @Test
  void noiseIsRefusedAndNeverFails() {
    Seeds.check(
        500,
        random -> {
          byte[] noise = new byte[random.nextInt(200)];
          random.nextBytes(noise);
          assertThat(CiphertextBlob.decode(noise)).isEmpty();
          assertThat(CiphertextBlob.decodeAdvance(noise)).isEmpty();
          byte[] damaged = random(random).encodeAdvance();
          for (int i = 0; i < 3; i++) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
          }
          byte[] cut = Arrays.copyOf(damaged, random.nextInt(damaged.length + 1));
          CiphertextBlob.decodeAdvance(cut)
              .ifPresent(blob -> assertThat(blob.encodeAdvance()).isEqualTo(cut));
        });
  }

  private static CiphertextBlob random(RandomGenerator random) {
    byte[] iv = new byte[12];
    random.nextBytes(iv);
    byte[] ciphertext = new byte[16 + random.nextInt(100)];
    random.nextBytes(ciphertext);
    KeyVersionId version = new KeyVersionId(new UUID(random.nextLong(), random.nextLong()));
    return new CiphertextBlob(version, iv, ciphertext);
  }

  private static void same(CiphertextBlob expected, Optional<CiphertextBlob> actual) {
    CiphertextBlob found = actual.orElseThrow();
    assertThat(found.version()).isEqualTo(expected.version());
    assertThat(found.iv()).isEqualTo(expected.iv());
    assertThat(found.ciphertext()).isEqualTo(expected.ciphertext());
  }

  private static byte[] bytes(int count, int value) {
    byte[] bytes = new byte[count];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
