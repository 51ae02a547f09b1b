package coffer.hsm.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.hsm.HsmModule;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ThreadScalingTest {
  @Test
  void oneLaneWhereASecondThreadGainsLittle() {
    assertThat(ThreadScaling.of(threads -> threads == 1 ? 100_000L : 140_000L).lanes())
        .isEqualTo(1);
  }

  @Test
  void asManyAsGain() {
    ThreadScaling network = ThreadScaling.of(threads -> 1000 * Math.min(threads, 16));
    assertThat(network.lanes()).isEqualTo(16);
    assertThat(network.perSecond()).containsExactly(1000L, 2000L, 4000L, 8000L, 16000L, 16000L);
    assertThat(ThreadScaling.of(threads -> 1000 * threads).lanes()).isEqualTo(HsmModule.LANES_MAX);
  }

  @Test
  void whatFailsIsNotUsed() {
    assertThat(ThreadScaling.of(_ -> 0L).lanes()).isEqualTo(1);
    assertThat(ThreadScaling.of(threads -> threads > 4 ? 0L : threads * 50).lanes()).isEqualTo(4);
  }

  @Test
  void declaredLanesWin() {
    ThreadScaling scaling = ThreadScaling.of(threads -> 1000 * threads);
    HsmModule declared =
        new HsmModule(
            "m",
            Path.of("/m.so"),
            Optional.empty(),
            Optional.empty(),
            OptionalInt.of(3),
            OptionalInt.of(5));
    assertThat(LaneCounts.of(declared, scaling)).isEqualTo(new LaneCounts(3, 5));
  }
}
