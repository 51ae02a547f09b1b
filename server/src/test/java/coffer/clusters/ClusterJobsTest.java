package coffer.clusters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import coffer.model.ClusterId;
import coffer.model.ErrorCode;
import coffer.model.HsmJob;
import coffer.model.HsmJobId;
import coffer.model.KmsException;
import coffer.operations.TestClock;
import coffer.store.Store;
import coffer.store.sql.SqlStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Steps that end while their caller waits, steps that do not, and steps that a stop cuts off.
class ClusterJobsTest {
  private static final ClusterId CLUSTER = new ClusterId("cluster-0123456789abcdef");

  private final TestClock clock = new TestClock("2026-03-01T12:00:00Z");
  private final AtomicInteger ids = new AtomicInteger();

  @TempDir Path directory;
  private Store store;

  @BeforeEach
  void open() {
    store = SqlStore.open(directory.resolve("coffer.db"), clock);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aShortStepHasEndedWhenItIsAnswered() {
    try (ClusterJobs jobs = jobs(Duration.ofSeconds(30))) {
      HsmJob job =
          jobs.run(
              CLUSTER,
              "SyncCluster",
              progress -> {
                progress.reached(50);
                assertThat(jobs.find(new HsmJobId(id(1))).orElseThrow().progress()).isEqualTo(50);
                return "all is well";
              });
      assertThat(job.status()).isEqualTo(HsmJob.Status.SUCCESS);
      assertThat(job.progress()).isEqualTo(100);
      assertThat(job.response()).isEqualTo("all is well");
      assertThat(jobs.find(job.id())).contains(job);
    }
  }

  @Test
  void aRefusalIsThrownAndRemembered() {
    try (ClusterJobs jobs = jobs(Duration.ofSeconds(30))) {
      KmsException refusal =
          catchThrowableOfType(
              KmsException.class,
              () ->
                  jobs.run(
                      CLUSTER,
                      "JoinCluster",
                      _ -> {
                        throw KmsException.missing("SecurityOfficerPassword");
                      }));
      assertThat(refusal.code()).isEqualTo(ErrorCode.MISSING_PARAMETER);
      HsmJob job = jobs.find(new HsmJobId(id(1))).orElseThrow();
      assertThat(job.status()).isEqualTo(HsmJob.Status.FAIL);
      assertThat(job.error()).contains("SecurityOfficerPassword");
    }
  }

  @Test
  void aLongStepGoesOnWithoutItsCaller() throws Exception {
    CountDownLatch answered = new CountDownLatch(1);
    ClusterJobs jobs = jobs(Duration.ofMillis(1));
    HsmJob job =
        jobs.run(
            CLUSTER,
            "JoinCluster",
            progress -> {
              progress.reached(20);
              await(answered);
              return "";
            });
    assertThat(job.status()).isEqualTo(HsmJob.Status.RUNNING);
    answered.countDown();
    jobs.close();
    assertThat(jobs.find(job.id()).orElseThrow().status()).isEqualTo(HsmJob.Status.SUCCESS);
  }

  @Test
  void whatAStopCutOffHasFailedAtTheNextStart() {
    HsmJob cut = HsmJob.begun(new HsmJobId(id(9)), CLUSTER, "JoinCluster", clock.instant());
    store.inTransaction(transaction -> {
      transaction.hsmJobs().insert(cut.reached(20));
      return true;
    });
    try (ClusterJobs jobs = jobs(Duration.ofSeconds(30))) {
      jobs.endWhatWasCutOff();
      HsmJob ended = jobs.find(cut.id()).orElseThrow();
      assertThat(ended.status()).isEqualTo(HsmJob.Status.FAIL);
      assertThat(ended.progress()).isEqualTo(20);
      assertThat(ended.error()).contains("repeat JoinCluster");
    }
  }

  @Test
  void theOldestOfManyAreForgotten() {
    try (ClusterJobs jobs = jobs(Duration.ofSeconds(30))) {
      for (int i = 0; i < 205; i++) {
        HsmJob _ = jobs.run(CLUSTER, "SyncCluster", _ -> "");
        clock.forward(Duration.ofSeconds(1));
      }
      long kept = store.read(view -> view.hsmJobs().count());
      assertThat(kept).isEqualTo(200);
      assertThat(jobs.find(new HsmJobId(id(5)))).isEmpty();
      assertThat(jobs.find(new HsmJobId(id(6)))).isPresent();
    }
  }

  private ClusterJobs jobs(Duration answerWaitMax) {
    return new ClusterJobs(
        store, clock, () -> new HsmJobId(id(ids.incrementAndGet())), answerWaitMax);
  }

  private static String id(int number) {
    return "job-%020d".formatted(number);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
