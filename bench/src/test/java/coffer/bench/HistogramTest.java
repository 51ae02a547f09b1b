package coffer.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;

final class HistogramTest {
  @Test
  void knowsEveryShareWithinASixtyFourth() {
    Histogram histogram = new Histogram();
    for (int micros = 1; micros <= 10_000; micros++) {
      histogram.add(micros * 1_000L);
    }
    assertThat(histogram.total()).isEqualTo(10_000);
    for (int percent = 1; percent <= 100; percent++) {
      assertThat(histogram.nanos(percent / 100.0))
          .isCloseTo(percent * 100_000.0, withinPercentage(100.0 / 64));
    }
  }

  @Test
  void isExactForTheShortest() {
    for (int nanos = 0; nanos < 64; nanos++) {
      Histogram histogram = new Histogram();
      histogram.add(nanos);
      assertThat(histogram.nanos(1)).isEqualTo(nanos);
    }
  }

  @Test
  void takesWhatIsTooLongAsTheLongest() {
    Histogram histogram = new Histogram();
    histogram.add(Long.MAX_VALUE);
    assertThat(histogram.nanos(0.5)).isCloseTo(100e9, withinPercentage(100.0 / 64));
  }
}
