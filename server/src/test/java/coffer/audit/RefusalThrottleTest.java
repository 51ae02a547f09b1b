package coffer.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefusalThrottleTest {
  private final RefusalThrottle throttle = new RefusalThrottle(2);
  private final List<AuditEvent> counted = new ArrayList<>();

  @Test
  void theFirstOfASecondIsWrittenTheOthersAreCounted() {
    assertThat(throttle.refused(from("a", 0))).isPresent();
    assertThat(throttle.refused(from("a", 1))).isEmpty();
    assertThat(throttle.refused(from("b", 2))).isPresent();
    assertThat(throttle.refused(from("a", 999))).isEmpty();
    throttle.flush(999, counted::add);
    assertThat(counted).isEmpty();
    throttle.flush(1_000, counted::add);
    assertThat(counted).singleElement().extracting(AuditEvent::notes).isEqualTo("REFUSALS=2");
    assertThat(throttle.refused(from("a", 1_500))).isEmpty();
    assertThat(throttle.refused(from("b", 1_500))).isPresent();
  }

  @Test
  void addressesBeyondTheMaximumShareOnePlace() {
    throttle.refused(from("a", 0));
    throttle.refused(from("b", 0));
    assertThat(throttle.refused(from("c", 0))).isPresent();
    for (int i = 0; i < 1_000; i++) {
      assertThat(throttle.refused(from("x" + i, 0))).isEmpty();
    }
    throttle.drain(counted::add);
    assertThat(counted).singleElement().extracting(AuditEvent::source).isEqualTo("*");
    assertThat(counted.getFirst().notes()).isEqualTo("REFUSALS=1000");
  }

  @Test
  void quietAddressesMakePlace() {
    throttle.refused(from("a", 0));
    throttle.refused(from("b", 0));
    throttle.flush(1_000, counted::add);
    assertThat(throttle.refused(from("c", 1_000))).isPresent();
    assertThat(throttle.refused(from("d", 1_000))).isPresent();
    assertThat(counted).isEmpty();
  }

  @Test
  void aCountThatCannotBeWrittenStays() {
    throttle.refused(from("a", 0));
    throttle.refused(from("a", 0));
    assertThatThrownBy(() ->
            throttle.flush(
                1_000,
                _ -> {
                  throw new IllegalStateException("disk");
                }))
        .isInstanceOf(IllegalStateException.class);
    throttle.flush(1_001, counted::add);
    assertThat(counted).hasSize(1);
  }

  private static AuditEvent from(String address, long millis) {
    return new AuditEvent(
        Instant.ofEpochMilli(millis),
        "unauthenticated/x",
        "?",
        "",
        "UNAUTHORIZED",
        "r",
        address,
        "");
  }
}
