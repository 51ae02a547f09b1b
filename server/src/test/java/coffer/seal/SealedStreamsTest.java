package coffer.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.model.SecretBytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealedStreamsTest {
  private static final int CHUNK = SealedStreams.CHUNK_BYTES;
  private static final int SEALED = CHUNK + ChunkCipher.TAG_BYTES;

  private final SealedStreams streams = new SealedStreams(new SecureRandom());

  private static SecretBytes passphrase(String text) {
    return SecretBytes.owning(text.getBytes(StandardCharsets.UTF_8));
  }

  private byte[] seal(byte[] plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream sealing = streams.sealing(out, passphrase("right"))) {
      sealing.write(plain);
    }
    return out.toByteArray();
  }

  private byte[] open(byte[] sealed) throws IOException {
    try (InputStream in = streams.opening(new ByteArrayInputStream(sealed), passphrase("right"))) {
      return in.readAllBytes();
    }
  }

  private static byte[] plain(int length) {
    byte[] bytes = new byte[length];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }

  private static int headerBytes(byte[] sealed) {
    return SealedStreams.MAGIC.length + 2 + (sealed[16] & 0xff) * 256 + (sealed[17] & 0xff);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 17})
  void whatWasSealedOpens(int length) throws IOException {
    byte[] plain = plain(length);
    byte[] sealed = seal(plain);
    assertThat(open(sealed)).isEqualTo(plain);
    int chunks = Math.max(1, (length + CHUNK - 1) / CHUNK);
    assertThat(sealed).hasSize(headerBytes(sealed) + length + chunks * ChunkCipher.TAG_BYTES);
  }

  @Test
  void theSameBytesAreSealedDifferentlyEachTime() throws IOException {
    byte[] plain = plain(100);
    byte[] one = seal(plain);
    assertThat(one).isNotEqualTo(seal(plain));
    assertThat(one).isNotEqualTo(plain);
  }

  @Test
  void aStreamThatIsCutOffAnywhereIsRefused() throws IOException {
    byte[] sealed = seal(plain(2 * CHUNK));
    int header = headerBytes(sealed);
    int[] lengths = {
      0,
      5,
      header - 1,
      header,
      header + 1,
      header + SEALED - 1,
      header + SEALED,
      header + SEALED + 1,
      sealed.length - 1
    };
    for (int length : lengths) {
      refused(Arrays.copyOf(sealed, length), "length " + length);
    }
  }

  @Test
  void chunksCannotBeMovedRepeatedOrLeftOut() throws IOException {
    byte[] sealed = seal(plain(3 * CHUNK));
    int header = headerBytes(sealed);
    byte[] swapped = sealed.clone();
    System.arraycopy(sealed, header, swapped, header + SEALED, SEALED);
    System.arraycopy(sealed, header + SEALED, swapped, header, SEALED);
    refused(swapped, "swapped");
    byte[] without = new byte[sealed.length - SEALED];
    System.arraycopy(sealed, 0, without, 0, header);
    System.arraycopy(sealed, header + SEALED, without, header, without.length - header);
    refused(without, "first chunk left out");
    byte[] longer = Arrays.copyOf(sealed, sealed.length + SEALED);
    System.arraycopy(sealed, sealed.length - SEALED, longer, sealed.length, SEALED);
    refused(longer, "last chunk repeated");
    refused(Arrays.copyOf(sealed, sealed.length + 1), "a byte behind the end");
  }

  @Test
  void chunksOfAnotherStreamUnderTheSamePassphraseAreRefused() throws IOException {
    byte[] one = seal(plain(CHUNK + 1));
    byte[] other = seal(plain(CHUNK + 1));
    int header = headerBytes(one);
    System.arraycopy(other, header, one, header, SEALED);
    refused(one, "a chunk of another stream");
  }

  @Test
  void aFlippedBitOfHeaderOrChunksIsRefused() throws IOException {
    byte[] sealed = seal(plain(CHUNK + 10));
    int header = headerBytes(sealed);
    // Argon2id makes each of them dear: magic, length, version, salt, sealed key.
    for (int i : new int[] {0, 15, 17, 18, 27, 42, 43, 60, header - 1}) {
      flipped(sealed, i);
    }
    for (int i : new int[] {header, header + CHUNK, header + SEALED, sealed.length - 1}) {
      flipped(sealed, i);
    }
  }

  @Test
  void anAbsurdCostIsRefusedBeforeItIsPaid() throws IOException {
    byte[] sealed = seal(plain(10));
    sealed[19] = 0x7f;
    refused(sealed, "two terabytes of memory");
  }

  @Test
  void anotherPassphraseOpensNothing() throws IOException {
    byte[] sealed = seal(plain(10));
    assertThatThrownBy(() -> streams.opening(new ByteArrayInputStream(sealed), passphrase("wrong")))
        .isInstanceOf(SealedStreamException.class)
        .hasMessageContaining("passphrase is wrong");
  }

  private void flipped(byte[] sealed, int at) {
    byte[] changed = sealed.clone();
    changed[at] ^= 1;
    refused(changed, "byte " + at);
  }

  private void refused(byte[] sealed, String what) {
    assertThatThrownBy(() -> open(sealed)).as(what).isInstanceOf(SealedStreamException.class);
  }
}
