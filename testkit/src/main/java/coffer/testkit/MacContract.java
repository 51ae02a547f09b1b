package coffer.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import coffer.hsm.HsmKey;
import coffer.model.KeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// HMAC by a key, and by the cluster's integrity key.
public interface MacContract extends HsmFixture {
  @ParameterizedTest
  @CsvSource({"HMAC_SHA256, 32", "HMAC_SHA512, 64"})
  default void membersMakeTheSameMac(KeySpec spec, int length) {
    HsmKey key = key(first(), spec);
    HsmKey same = key(second(), spec);
    HsmKey other = unwrap(first(), material(first(), spec, spec.usages()));
    for (int size : new int[] {0, 1, 64, 4096, 100_000}) {
      byte[] message = new byte[size];
      byte[] mac = first().mac(key, message);
      assertThat(mac).hasSize(length);
      assertThat(second().mac(same, message)).isEqualTo(mac);
      assertThat(first().mac(key, message)).isEqualTo(mac);
      assertThat(first().mac(other, message)).isNotEqualTo(mac);
      assertThat(first().mac(key, new byte[size + 1])).isNotEqualTo(mac);
    }
  }

  @Test
  default void membersVouchForDataAlike() {
    byte[] row = "key-1|v1|EC_P256".getBytes(UTF_8);
    byte[] mac = first().integrity(row);
    assertThat(mac).hasSize(32);
    assertThat(second().integrity(row)).isEqualTo(mac);
    for (int bit = 0; bit < 8 * row.length; bit++) {
      assertThat(first().integrity(flipped(row, bit))).isNotEqualTo(mac);
    }
  }
}
