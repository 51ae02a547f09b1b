package coffer.audit;

import coffer.model.AuditHead;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The audit trail of one server, in one directory that it alone writes. See the package page.
public final class AuditLog implements AuditSink, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
  static final String LOCK = "lock";
  private static final int REFUSING_ADDRESSES_MAX = 64;
  private static final long SEGMENT_WAIT_NANOS_MAX = TimeUnit.SECONDS.toNanos(1);
  private static final long FLUSH_MILLIS = 100;
  private static final long CLOSE_MILLIS_MAX = 10_000;

  private final FileChannel lockFile;
  private final Tail tail;
  private final Forcer forcer;
  private final AuditHeads heads;
  private final EventFrames frames = new EventFrames();
  private final RefusalThrottle throttle = new RefusalThrottle(REFUSING_ADDRESSES_MAX);
  private final AuditSettings settings;
  private final Clock clock;
  private final Thread thread;
  private long flushedMillis;
  private volatile boolean stopping;
  private boolean closed;

  /// Opens the trail in `directory`, made if it is not there, on the real disk.
  public static AuditLog open(
      Path directory,
      AuditSettings settings,
      HeadStore heads,
      Supplier<List<HeadSigner>> signers,
      Clock clock)
      throws IOException {
    return open(directory, settings, new FileDisk(), heads, signers, clock);
  }

  /// Opens the trail and goes on where it ends.
  ///
  /// @param signers the HSMs of now, in the order to be tried
  /// @throws AuditException IN_USE when another process has it; DAMAGED when records that had been
  ///   on disk, or signed, are changed or gone
  public static AuditLog open(
      Path directory,
      AuditSettings settings,
      AuditDisk disk,
      HeadStore heads,
      Supplier<List<HeadSigner>> signers,
      Clock clock)
      throws IOException {
    Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    FileChannel lockFile = lock(directory.resolve(LOCK));
    try {
      Position signed = heads.newest().map(AuditLog::position).orElse(Position.START);
      Optional<Recovery.Found> found = new Recovery(directory, disk, signed).run();
      Recovery.Found start =
          found.isPresent() ? found.get() : first(directory, disk, settings.segmentBytes());
      Tail tail = new Tail(start);
      Forcer forcer = new Forcer(directory, disk, tail, settings.segmentBytes(), start.last());
      AuditHeads signing = new AuditHeads(forcer, heads, signers, clock, signed.sequence());
      AuditLog log = new AuditLog(lockFile, tail, forcer, signing, settings, clock);
      log.thread.start();
      signing.start();
      return log;
    } catch (IOException | RuntimeException e) {
      lockFile.close();
      throw e;
    }
  }

  private AuditLog(
      FileChannel lockFile,
      Tail tail,
      Forcer forcer,
      AuditHeads heads,
      AuditSettings settings,
      Clock clock) {
    this.lockFile = lockFile;
    this.tail = tail;
    this.forcer = forcer;
    this.heads = heads;
    this.settings = settings;
    this.clock = clock;
    this.thread = Thread.ofPlatform().name("audit-force").daemon().unstarted(this::run);
  }

  @Override
  public void record(AuditEvent event) {
    long sequence = append(event, SEGMENT_WAIT_NANOS_MAX);
    if (settings.durability() == AuditSettings.Durability.SYNC) {
      forcer.await(sequence, thread);
    }
  }

  @Override
  public void recordDurably(AuditEvent event) {
    forcer.await(append(event, SEGMENT_WAIT_NANOS_MAX), thread);
    heads.changed();
  }

  @Override
  public void recordRefusal(AuditEvent event) {
    throttle.refused(event).ifPresent(this::record);
  }

  /// Whether calls would be recorded now; without it the service is not ready.
  public boolean healthy() {
    return tail.healthy() && !forcer.isStuck();
  }

  /// Where the trail stands.
  public AuditMark mark() {
    Position newest = tail.unforced().newest();
    return new AuditMark(newest.sequence(), newest.chain().clone());
  }

  /// Writes what is counted, forces everything, has the last head signed.
  @Override
  public void close() {
    synchronized (lockFile) {
      if (closed) {
        return;
      }
      closed = true;
    }
    try {
      throttle.drain(event -> append(event, 0));
    } catch (AuditException e) {
      LOG.warn("audit: counted refusals could not be written at the stop", e);
    }
    tail.close();
    stopping = true;
    LockSupport.unpark(thread);
    try {
      thread.join(CLOSE_MILLIS_MAX);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    heads.close();
    if (thread.isAlive()) {
      LOG.warn("audit: the disk did not answer at the stop; the next start looks closer");
      return;
    }
    tail.unmap();
    try {
      lockFile.close();
    } catch (IOException e) {
      LOG.warn("audit: the lock could not be given back", e);
    }
  }

  private long append(AuditEvent event, long waitNanos) {
    EventFrame frame = frames.borrow();
    try {
      frame.encode(event);
      return tail.append(frame, waitNanos);
    } finally {
      frames.giveBack(frame);
    }
  }

  private void run() {
    while (!stopping) {
      try {
        flushRefusals();
        forcer.step();
      } catch (RuntimeException e) {
        LOG.error("audit: the forcing thread met a bug and goes on", e);
      }
      if (!forcer.isWanted()) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(settings.forceMillisMax()));
      }
    }
    forcer.finish();
  }

  private void flushRefusals() {
    long now = clock.millis();
    if (Math.abs(now - flushedMillis) < FLUSH_MILLIS) {
      return;
    }
    flushedMillis = now;
    try {
      throttle.flush(now, event -> append(event, 0));
    } catch (AuditException e) {
      LOG.debug("audit: counted refusals wait for the disk", e);
    }
  }

  private static Recovery.Found first(Path directory, AuditDisk disk, int segmentBytes)
      throws IOException {
    Path file = Forcer.allocate(directory, disk, segmentBytes);
    Segment segment = Segment.map(disk, file, Layout.HEADER_BYTES);
    segment.begin(Position.START);
    segment.recover();
    segment.commitMark();
    SegmentFiles.forceNames(directory);
    return new Recovery.Found(segment, Position.START);
  }

  private static Position position(AuditHead head) {
    return new Position(head.sequence(), head.hash());
  }

  static FileChannel lock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Optional<FileLock> lock;
    try {
      lock = Optional.ofNullable(channel.tryLock());
    } catch (OverlappingFileLockException e) {
      LOG.debug("audit: this process has the directory already", e);
      lock = Optional.empty();
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    if (lock.isEmpty()) {
      channel.close();
      throw new AuditException(
          AuditException.Reason.IN_USE, "the audit directory is used by another server");
    }
    return channel;
  }
}
