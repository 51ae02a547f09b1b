package coffer.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.model.ErrorCode;
import coffer.model.KmsException;
import coffer.model.KmsInstanceId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private static final KmsInstanceId ONE = new KmsInstanceId("kst-00000000000000000001");
  private static final KmsInstanceId OTHER = new KmsInstanceId("kst-00000000000000000002");

  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger runningMost = new AtomicInteger();

  private int work() {
    int now = running.incrementAndGet();
    runningMost.accumulateAndGet(now, Math::max);
    try {
      assertThat(end.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return running.decrementAndGet();
  }

  private CompletableFuture<Integer> begin(Turns turns) throws InterruptedException {
    CompletableFuture<Integer> done = new CompletableFuture<>();
    CountDownLatch begun = new CountDownLatch(1);
    Thread.ofVirtual()
        .start(() -> {
          begun.countDown();
          try {
            done.complete(turns.take(ONE, this::work));
          } catch (RuntimeException | AssertionError e) {
            done.completeExceptionally(e);
          }
        });
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    return done;
  }

  private static void refused(Turns turns) {
    assertThatThrownBy(() -> turns.take(ONE, () -> 1))
        .isInstanceOfSatisfying(
            KmsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.THROTTLING))
        .hasMessage("Concurrency Limit Exceeded.");
  }

  @Test
  void oneRunsAFewWaitAndTheRestAreRefusedAtOnce() throws Exception {
    Turns turns = new Turns(2, 60_000);
    List<CompletableFuture<Integer>> admitted = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      admitted.add(begin(turns));
    }
    while (turns.admitted(ONE) < 3) {
      Thread.sleep(1);
    }
    refused(turns);
    assertThat(turns.take(OTHER, () -> 7)).isEqualTo(7);
    end.countDown();
    for (CompletableFuture<Integer> one : admitted) {
      assertThat(one.get(10, TimeUnit.SECONDS)).isZero();
    }
    assertThat(runningMost).hasValue(1);
    assertThat(turns.take(ONE, () -> 8)).isEqualTo(8);
    assertThat(turns.admitted(ONE)).isZero();
  }

  @Test
  void whoWaitsTooLongIsRefusedAndLeavesNothingBehind() throws Exception {
    Turns turns = new Turns(2, 20);
    CompletableFuture<Integer> first = begin(turns);
    while (running.get() == 0) {
      Thread.sleep(1);
    }
    refused(turns);
    refused(turns);
    refused(turns);
    end.countDown();
    assertThat(first.get(10, TimeUnit.SECONDS)).isZero();
    assertThat(turns.take(ONE, () -> 8)).isEqualTo(8);
  }

  @Test
  void workThatFailsGivesItsTurnBack() {
    Turns turns = new Turns(0, 20);
    assertThatThrownBy(() ->
            turns.take(
                ONE,
                () -> {
                  throw new IllegalStateException("on command");
                }))
        .hasMessage("on command");
    assertThat(turns.take(ONE, () -> 8)).isEqualTo(8);
  }
}
