package coffer.hsm.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.testing.Seeds;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class EncodingsTest {
  @Test
  void unpadReturnsWhatPadTook() {
    for (int length = 0; length <= 48; length++) {
      byte[] data = new byte[length];
      Arrays.fill(data, (byte) length);
      assertThat(BlockPadding.unpad(BlockPadding.pad(data)))
          .hasValueSatisfying(found -> assertThat(found).isEqualTo(data));
    }
  }

  @Test
  void unpadRefusesEveryWrongLastBlock() {
    for (int last = 0; last < 256; last++) {
      byte[] block = new byte[16];
      Arrays.fill(block, (byte) 0xee);
      block[15] = (byte) last;
      assertThat(BlockPadding.unpad(block).isPresent())
          .as("last byte " + last)
          .isEqualTo(last == 1);
    }
    for (int padding = 2; padding <= 16; padding++) {
      for (int wrong = 16 - padding; wrong < 15; wrong++) {
        byte[] block = new byte[16];
        Arrays.fill(block, (byte) padding);
        block[wrong] ^= 1;
        assertThat(BlockPadding.unpad(block)).isEmpty();
      }
    }
    assertThat(BlockPadding.unpad(new byte[0])).isEmpty();
    assertThat(BlockPadding.unpad(new byte[17])).isEmpty();
  }

  @Test
  void ecdsaIntegersAreMinimalAndPositive() {
    byte[] rs = new byte[64];
    rs[0] = (byte) 0x80;
    rs[63] = 5;
    assertThat(HexFormat.of().formatHex(Signatures.ecdsaDer(rs)))
        .isEqualTo("30260221" + "0080" + "00".repeat(31) + "020105");
  }

  @Test
  void ecdsaLengthsAgree() {
    Seeds.check(
        50,
        random -> {
          byte[] rs = new byte[64];
          random.nextBytes(rs);
          byte[] der = Signatures.ecdsaDer(rs);
          assertThat(der[1] & 0xff).isEqualTo(der.length - 2);
        });
  }
}
