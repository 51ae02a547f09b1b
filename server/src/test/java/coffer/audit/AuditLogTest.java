package coffer.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.audit.Audits.Heads;
import coffer.audit.Audits.Signer;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {
  @TempDir Path directory;
  private final Heads heads = new Heads();
  private final Signer signer = new Signer("0001");

  @Test
  void whatIsRecordedIsReadBackInOrderAcrossSegmentsAndStarts() throws Exception {
    for (int start = 0; start < 3; start++) {
      try (AuditLog log = Audits.open(directory, heads, signer)) {
        for (int i = 0; i < 500; i++) {
          log.record(Audits.event("r" + (start * 500 + i)));
        }
      }
    }
    assertThat(requestIds(1)).hasSize(1500).startsWith("r0", "r1").endsWith("r1498", "r1499");
    assertThat(requestIds(1200)).hasSize(301).startsWith("r1199");
    assertThat(SegmentFiles.list(directory).size()).isGreaterThan(3);
    assertThat(verify()).isEqualTo(new AuditVerdict.Sound(1, 1500, 1500, 0));
  }

  @Test
  void everyStringComesBackAsItWasOrCut() throws Exception {
    String odd = "\"\\\n\0\u001b[31m é 😀 \ud83d";
    AuditEvent event =
        new AuditEvent(
            Instant.parse("1969-12-31T23:59:59.999Z"),
            odd,
            "a".repeat(64),
            "b".repeat(300),
            odd,
            "",
            "::1",
            "\u0000".repeat(2000));
    try (AuditLog log = Audits.open(directory, heads, signer)) {
      log.record(event);
    }
    List<AuditEvent> read = new ArrayList<>();
    new AuditReader(directory).read(1, 10, (_, e) -> read.add(e));
    AuditEvent back = read.getFirst();
    assertThat(back.at()).isEqualTo(event.at());
    assertThat(back.principal()).isEqualTo(odd);
    assertThat(back.action()).isEqualTo(event.action());
    assertThat(back.resource()).isEqualTo("b".repeat(256) + "…");
    assertThat(back.outcome()).isEqualTo(odd);
    assertThat(back.requestId()).isEmpty();
    assertThat(back.notes()).isEqualTo("\u0000".repeat(512) + "…");
  }

  @Test
  void eachThreadsRecordsKeepTheirOrder() throws Exception {
    try (AuditLog log = Audits.open(directory, heads, signer)) {
      inThreads(8, thread -> repeat(200, i -> log.record(Audits.event(thread + ":" + i))));
    }
    Map<String, Integer> next = new TreeMap<>();
    for (String id : requestIds(1)) {
      String[] parts = id.split(":", 2);
      assertThat(Integer.parseInt(parts[1])).isEqualTo(next.merge(parts[0], 1, Integer::sum) - 1);
    }
    assertThat(next.values()).hasSize(8).allMatch(count -> count == 200);
    assertThat(verify()).isInstanceOf(AuditVerdict.Sound.class);
  }

  @Test
  void oneForceCoversManyDurableRecords() throws Exception {
    AtomicInteger forces = new AtomicInteger();
    FileDisk disk = new FileDisk();
    AuditDisk counting =
        new AuditDisk() {
          @Override
          public void allocate(Path file, int bytes) throws IOException {
            disk.allocate(file, bytes);
          }

          @Override
          public void force(MemorySegment range) throws IOException {
            forces.incrementAndGet();
            pause(5);
            disk.force(range);
          }
        };
    try (AuditLog log = open(counting)) {
      inThreads(16, thread -> repeat(10, i -> log.recordDurably(Audits.event(thread + ":" + i))));
      assertThat(forces.get()).isLessThan(80);
    }
    assertThat(requestIds(1)).hasSize(160);
  }

  @Test
  void recordInSyncModeReturnsOnlyWhenForced() throws Exception {
    AtomicBoolean broken = new AtomicBoolean();
    AuditSettings sync =
        new AuditSettings(AuditSettings.SEGMENT_BYTES_MIN, AuditSettings.Durability.SYNC, 1_000);
    try (AuditLog log =
        AuditLog.open(
            directory, sync, failing(broken), heads, () -> List.of(signer), Clock.systemUTC())) {
      log.record(Audits.event("durable"));
      broken.set(true);
      assertThatThrownBy(() -> log.record(Audits.event("lost"))).isInstanceOf(AuditException.class);
      broken.set(false);
    }
  }

  @Test
  void aFullDiskRefusesCallsAndIsLeftWithoutLoss() throws Exception {
    AtomicInteger quota = new AtomicInteger(2);
    FileDisk disk = new FileDisk();
    AuditDisk small =
        new AuditDisk() {
          @Override
          public void allocate(Path file, int bytes) throws IOException {
            if (quota.getAndUpdate(left -> Math.max(0, left - 1)) == 0) {
              throw new IOException("No space left on device");
            }
            disk.allocate(file, bytes);
          }

          @Override
          public void force(MemorySegment range) throws IOException {
            disk.force(range);
          }
        };
    List<String> written = new ArrayList<>();
    try (AuditLog log = open(small)) {
      assertThatThrownBy(() ->
              repeat(
                  10_000,
                  i -> {
                    log.record(Audits.event("r" + i));
                    written.add("r" + i);
                  }))
          .isInstanceOfSatisfying(
              AuditException.class,
              e -> assertThat(e.reason()).isEqualTo(AuditException.Reason.UNAVAILABLE));
      assertThat(log.healthy()).isFalse();
      quota.set(1);
      Audits.eventually(log::healthy);
      log.record(Audits.event("after"));
      written.add("after");
    }
    assertThat(requestIds(1)).isEqualTo(written);
    assertThat(verify()).isInstanceOf(AuditVerdict.Sound.class);
  }

  @Test
  void aFailingForceRefusesCallsUntilItSucceeds() throws Exception {
    AtomicBoolean broken = new AtomicBoolean();
    try (AuditLog log = open(failing(broken))) {
      log.recordDurably(Audits.event("before"));
      broken.set(true);
      assertThatThrownBy(() -> log.recordDurably(Audits.event("unsure")))
          .isInstanceOf(AuditException.class);
      assertThat(log.healthy()).isFalse();
      assertThatThrownBy(() -> log.record(Audits.event("refused")))
          .isInstanceOf(AuditException.class);
      broken.set(false);
      Audits.eventually(log::healthy);
      log.recordDurably(Audits.event("after"));
    }
    assertThat(requestIds(1)).containsExactly("before", "unsure", "after");
    assertThat(verify()).isInstanceOf(AuditVerdict.Sound.class);
  }

  @Test
  void oneDirectoryServesOneLog() throws Exception {
    try (AuditLog log = Audits.open(directory, heads, signer)) {
      log.record(Audits.event("r"));
      assertThatThrownBy(() -> Audits.open(directory, heads, signer))
          .isInstanceOfSatisfying(
              AuditException.class,
              e -> assertThat(e.reason()).isEqualTo(AuditException.Reason.IN_USE));
    }
    Audits.open(directory, heads, signer).close();
  }

  @Test
  void onlyTheOwnerMayReadIt() throws Exception {
    try (AuditLog log = Audits.open(directory, heads, signer)) {
      log.record(Audits.event("r"));
      Audits.eventually(() -> Files.exists(directory.resolve("next.segment")));
      try (var files = Files.list(directory)) {
        for (Path file : files.toList()) {
          assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
              .isEqualTo("rw-------");
        }
      }
    }
  }

  @Test
  void recordingAfterCloseIsRefused() throws Exception {
    AuditLog log = Audits.open(directory, heads, signer);
    log.close();
    log.close();
    assertThat(log.healthy()).isFalse();
    assertThatThrownBy(() -> log.record(Audits.event("late"))).isInstanceOf(AuditException.class);
  }

  @Test
  void repeatedRefusalsAreCountedNotWritten() throws Exception {
    Clock still = Clock.fixed(Audits.event("x").at(), ZoneOffset.UTC);
    try (AuditLog log =
        AuditLog.open(directory, Audits.SMALL, heads, () -> List.of(signer), still)) {
      repeat(1000, i -> log.recordRefusal(Audits.event("x" + i)));
    }
    List<AuditEvent> read = new ArrayList<>();
    new AuditReader(directory).read(1, 10, (_, e) -> read.add(e));
    assertThat(read).hasSize(2);
    assertThat(read.getLast().requestId()).isEqualTo("x999");
    assertThat(read.getLast().notes()).isEqualTo("REFUSALS=999");
  }

  private AuditLog open(AuditDisk disk) throws IOException {
    return AuditLog.open(
        directory, Audits.SMALL, disk, heads, () -> List.of(signer), Clock.systemUTC());
  }

  private static AuditDisk failing(AtomicBoolean broken) {
    FileDisk disk = new FileDisk();
    return new AuditDisk() {
      @Override
      public void allocate(Path file, int bytes) throws IOException {
        disk.allocate(file, bytes);
      }

      @Override
      public void force(MemorySegment range) throws IOException {
        if (broken.get()) {
          throw new IOException("Input/output error");
        }
        disk.force(range);
      }
    };
  }

  private AuditVerdict verify() {
    return new AuditVerifier(heads, signer::key).verify(directory, 1);
  }

  private List<String> requestIds(long from) throws IOException {
    List<String> ids = new ArrayList<>();
    new AuditReader(directory).read(from, 100_000, (_, e) -> ids.add(e.requestId()));
    return ids;
  }

  private interface Numbered {
    void run(int number);
  }

  private static void repeat(int times, Numbered what) {
    for (int i = 0; i < times; i++) {
      what.run(i);
    }
  }

  private static void inThreads(int threads, Numbered what) throws InterruptedException {
    List<Thread> running = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int number = i;
      running.add(Thread.ofPlatform().start(() -> what.run(number)));
    }
    for (Thread thread : running) {
      thread.join();
    }
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
