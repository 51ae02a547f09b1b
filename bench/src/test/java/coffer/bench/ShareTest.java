package coffer.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ShareTest {
  @Test
  void whatNoStepExplainsIsTlsAndHttp() {
    List<Share> shares = Share.of(Map.of(Share.SIGNATURE, 10.0, Share.AUDIT, 5.0), 40);
    assertThat(shares.getFirst()).isEqualTo(new Share(Share.TLS_AND_HTTP, 62.5));
    assertThat(shares).contains(new Share(Share.SIGNATURE, 25.0), new Share(Share.AUDIT, 12.5));
    assertThat(shares.stream().mapToDouble(Share::share).sum()).isCloseTo(100, within(0.1));
  }
}
