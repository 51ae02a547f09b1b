package coffer.ram;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import coffer.model.SecretBytes;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// RFC 6238.
class TotpTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_111_111_111L);
  private static final long STEP = Totp.step(NOW);

  private static SecretBytes seed() {
    return SecretBytes.owning("12345678901234567890".getBytes(US_ASCII));
  }

  private static String code(long step) {
    return Totp.code(seed(), step);
  }

  /// Its appendix B, of whose eight digits these are the last six.
  @ParameterizedTest
  @CsvSource({
    "59,287082",
    "1111111109,081804",
    "1111111111,050471",
    "1234567890,005924",
    "2000000000,279037",
    "20000000000,353130"
  })
  void codesAreThoseOfTheStandard(long seconds, String code) {
    assertThat(code(Totp.step(Instant.ofEpochSecond(seconds)))).isEqualTo(code);
  }

  @Test
  void aCodeCountsOneStepBeforeAndAfterItsOwn() {
    for (long step = STEP - 3; step <= STEP + 3; step++) {
      boolean near = Math.abs(step - STEP) <= 1;
      assertThat(Totp.find(seed(), code(step), NOW, -1).isPresent()).isEqualTo(near);
    }
  }

  @Test
  void aCodeCountsOnceAndNoneBeforeItAfterwards() {
    assertThat(Totp.find(seed(), code(STEP), NOW, STEP - 1)).hasValue(STEP);
    assertThat(Totp.find(seed(), code(STEP), NOW, STEP)).isEmpty();
    assertThat(Totp.find(seed(), code(STEP - 1), NOW, STEP)).isEmpty();
    assertThat(Totp.find(seed(), code(STEP + 1), NOW, STEP)).hasValue(STEP + 1);
  }

  @Test
  void twoCodesMustFollowEachOther() {
    assertThat(Totp.find(seed(), code(STEP - 1), code(STEP), NOW, -1)).hasValue(STEP);
    assertThat(Totp.find(seed(), code(STEP), code(STEP + 1), NOW, -1)).hasValue(STEP + 1);
    assertThat(Totp.find(seed(), code(STEP - 2), code(STEP - 1), NOW, -1)).hasValue(STEP - 1);
    assertThat(Totp.find(seed(), code(STEP), code(STEP - 1), NOW, -1)).isEmpty();
    assertThat(Totp.find(seed(), code(STEP), code(STEP), NOW, -1)).isEmpty();
    assertThat(Totp.find(seed(), code(STEP - 1), code(STEP + 1), NOW, -1)).isEmpty();
    assertThat(Totp.find(seed(), code(STEP - 3), code(STEP - 2), NOW, -1)).isEmpty();
    assertThat(Totp.find(seed(), code(STEP - 1), code(STEP), NOW, STEP - 1)).isEmpty();
  }

  @Test
  void aCodeIsSixDigits() {
    assertThat(Totp.isShaped("012345")).isTrue();
    for (String other : new String[] {"", "12345", "1234567", "12345a", "１２３４５６", "12345 "}) {
      assertThat(Totp.isShaped(other)).as(other).isFalse();
      assertThat(Totp.find(seed(), other, NOW, -1)).isEmpty();
    }
  }
}
