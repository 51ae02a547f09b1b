package coffer.wire.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class NonceMemoryTest {
  private static final Duration SKEW = Duration.ofMinutes(15);

  private Instant now = Instant.parse("2024-01-02T03:04:05Z");
  private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);

  @Test
  void everyNonceIsKeptForTwiceTheSkewWheneverItCame() {
    NonceMemory memory = new NonceMemory(clock, SKEW, 100_000);
    for (int minute = 0; minute < 200; minute++) {
      assertThat(memory.isFirst("k", "n" + minute)).isTrue();
      for (int before = Math.max(0, minute - 30); before <= minute; before++) {
        assertThat(memory.isFirst("k", "n" + before)).isFalse();
      }
      now = now.plus(Duration.ofMinutes(1));
    }
    assertThat(memory.isFirst("k", "n0")).isTrue();
  }

  @Test
  void accessKeysHaveNoncesOfTheirOwn() {
    NonceMemory memory = new NonceMemory(clock, SKEW, 100);
    assertThat(memory.isFirst("k1", "n")).isTrue();
    assertThat(memory.isFirst("k2", "n")).isTrue();
  }

  @Test
  void withoutRoomTheOldestAreForgottenFirst() {
    NonceMemory memory = new NonceMemory(clock, SKEW, 20_000);
    for (int i = 0; i < 100_000; i++) {
      assertThat(memory.isFirst("k", "n" + i)).isTrue();
    }
    for (int i = 99_999; i > 90_000; i--) {
      assertThat(memory.isFirst("k", "n" + i)).isFalse();
    }
    assertThat(memory.isFirst("k", "n0")).isTrue();
  }
}
