package coffer.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.store.Store;
import coffer.store.StoreException;
import coffer.store.StoreException.Reason;
import coffer.store.Transaction;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One thread, a bounded queue, shared commits, and what goes wrong with disks.
class WriterTest {
  @TempDir Path directory;
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicReference<List<String>> pragmas = new AtomicReference<>(List.of());

  @AfterEach
  void stopCallers() {
    callers.close();
  }

  @Test
  void oneThatFailsLeavesTheOthersOfItsCommit() throws Exception {
    try (Store store = open(WriterLimits.DEFAULT)) {
      CountDownLatch release = new CountDownLatch(1);
      Future<Boolean> blocker = callers.submit(() -> blocking(store, release));
      List<Future<Boolean>> answers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        int number = i;
        answers.add(callers.submit(() -> store.inTransaction(tx -> puts(tx, number))));
      }
      release.countDown();
      assertThat(blocker.get(5, TimeUnit.SECONDS)).isTrue();
      for (int i = 0; i < 20; i++) {
        Future<Boolean> answer = answers.get(i);
        if (i % 3 == 0) {
          assertThatThrownBy(() -> answer.get(5, TimeUnit.SECONDS))
              .isInstanceOf(ExecutionException.class)
              .hasRootCauseMessage("three");
        } else {
          assertThat(answer.get(5, TimeUnit.SECONDS)).isTrue();
        }
        String name = "n" + i;
        assertThat(store.read(s -> s.settings().find(name)).isPresent()).isEqualTo(i % 3 != 0);
      }
    }
  }

  private static boolean puts(Transaction tx, int number) {
    tx.putSetting("n" + number, new byte[] {1});
    if (number % 3 == 0) {
      throw new IllegalArgumentException("three");
    }
    return true;
  }

  @Test
  void aFullQueueRefusesAfterAShortWait() throws Exception {
    WriterLimits limits = new WriterLimits(2, 64, Duration.ofMillis(50), Duration.ofSeconds(10));
    try (Store store = open(limits)) {
      CountDownLatch release = new CountDownLatch(1);
      List<Future<Boolean>> waiting = new ArrayList<>();
      waiting.add(callers.submit(() -> blocking(store, release)));
      for (int i = 1; i < 20; i++) {
        waiting.add(callers.submit(() -> store.inTransaction(tx -> puts(tx, 1))));
      }
      Thread.sleep(300);
      assertRefused(() -> store.inTransaction(tx -> puts(tx, 1)), "queue is full");
      release.countDown();
      int done = 0;
      for (Future<Boolean> future : waiting) {
        try {
          done += future.get(5, TimeUnit.SECONDS) ? 1 : 0;
        } catch (ExecutionException e) {
          assertThat(e).hasCauseInstanceOf(StoreException.class);
        }
      }
      assertThat(done).isGreaterThanOrEqualTo(1);
      assertThat(store.<Boolean>inTransaction(tx -> puts(tx, 2))).isTrue();
    }
  }

  @Test
  void aTransactionThatDidNotBeginInTimeNeverRuns() throws Exception {
    WriterLimits limits = new WriterLimits(10, 64, Duration.ofMillis(50), Duration.ofMillis(200));
    try (Store store = open(limits)) {
      CountDownLatch release = new CountDownLatch(1);
      Future<Boolean> blocker = callers.submit(() -> blocking(store, release));
      Thread.sleep(50);
      AtomicBoolean ran = new AtomicBoolean();
      assertRefused(
          () ->
              store.inTransaction(tx -> {
                ran.set(true);
                return true;
              }),
          "did not begin in time");
      release.countDown();
      assertThat(blocker.get(5, TimeUnit.SECONDS)).isTrue();
      store.inTransaction(tx -> puts(tx, 1));
      assertThat(ran).isFalse();
    }
  }

  @Test
  void anInterruptedCallerStillGetsItsAnswer() throws Exception {
    try (Store store = open(WriterLimits.DEFAULT)) {
      CountDownLatch release = new CountDownLatch(1);
      AtomicReference<Thread> caller = new AtomicReference<>(Thread.currentThread());
      CountDownLatch begun = new CountDownLatch(1);
      Future<Boolean> answer =
          callers.submit(() -> {
            caller.set(Thread.currentThread());
            begun.countDown();
            return blocking(store, release) && Thread.interrupted();
          });
      begun.await();
      Thread.sleep(50);
      caller.get().interrupt();
      release.countDown();
      assertThat(answer.get(5, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aFullDiskRefusesUntilThereIsRoomAgain() {
    pragmas.set(List.of("PRAGMA max_page_count = 200"));
    try (Store store = open(WriterLimits.DEFAULT)) {
      int kept = 0;
      try {
        for (; kept < 1_000; kept++) {
          String name = "n" + kept;
          store.inTransaction(tx -> puts(tx, name));
        }
      } catch (StoreException e) {
        assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(e).hasMessageContaining("disk is full");
      }
      assertThat(kept).isBetween(1, 200);
      assertRefused(() -> store.inTransaction(tx -> puts(tx, "more")), "disk is full");
      assertThat(store.<Long>read(s -> s.settings().count())).isEqualTo(kept);
      pragmas.set(List.of());
      assertThat(refusals(store)).isLessThanOrEqualTo(1);
      assertThat(store.<Long>read(s -> s.settings().count())).isEqualTo(kept + 1);
    }
  }

  /// The connection that met the full disk is gone only after it failed.
  private static int refusals(Store store) {
    try {
      store.inTransaction(tx -> puts(tx, "more"));
      return 0;
    } catch (StoreException e) {
      store.inTransaction(tx -> puts(tx, "more"));
      return 1;
    }
  }

  @Test
  void aDiskFullInsideACaughtCallStillFailsTheTransaction() {
    pragmas.set(List.of("PRAGMA max_page_count = 60"));
    try (Store store = open(WriterLimits.DEFAULT)) {
      assertRefused(() -> store.inTransaction(WriterTest::fillsTheDiskAndGoesOn), "");
      assertThat(store.<Long>read(s -> s.settings().count())).isZero();
    }
  }

  private static boolean fillsTheDiskAndGoesOn(Transaction tx) {
    for (int i = 0; i < 100; i++) {
      try {
        puts(tx, "n" + i);
      } catch (StoreException e) {
        assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE);
      }
    }
    return true;
  }

  @Test
  void aLockedDatabaseRefusesUntilTheLockIsGone() throws Exception {
    try (Store store = open(WriterLimits.DEFAULT);
        Connection other =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("store.db"));
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      assertRefused(() -> store.inTransaction(tx -> puts(tx, 1)), "locked");
      assertThat(store.<Long>read(s -> s.settings().count())).isZero();
      statement.execute("ROLLBACK");
      assertThat(store.<Boolean>inTransaction(tx -> puts(tx, 1))).isTrue();
    }
  }

  @Test
  void closingFinishesWhatIsQueued() throws Exception {
    Store store = open(WriterLimits.DEFAULT);
    CountDownLatch release = new CountDownLatch(1);
    Future<Boolean> blocker = callers.submit(() -> blocking(store, release));
    Thread.sleep(50);
    Future<Boolean> queued = callers.submit(() -> store.inTransaction(tx -> puts(tx, 1)));
    Thread.sleep(50);
    Future<?> closing = callers.submit(store::close);
    Thread.sleep(50);
    release.countDown();
    closing.get(5, TimeUnit.SECONDS);
    assertThat(blocker.get(5, TimeUnit.SECONDS)).isTrue();
    assertThat(queued.get(5, TimeUnit.SECONDS)).isTrue();
    assertRefused(() -> store.inTransaction(tx -> puts(tx, 2)), "closed");
  }

  private static boolean puts(Transaction tx, String name) {
    tx.putSetting(name, new byte[8_000]);
    return true;
  }

  private static boolean blocking(Store store, CountDownLatch release) {
    return store.inTransaction(tx -> {
      try {
        return release.await(5, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    });
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE))
        .hasMessageContaining(message);
  }

  private Store open(WriterLimits limits) {
    SqliteDialect dialect = new SqliteDialect(directory.resolve("store.db"), pragmas::get);
    return SqlStore.open(dialect, Clock.systemUTC(), limits);
  }
}
