package coffer.audit;

import coffer.model.AuditHead;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has the newest record signed and keeps the signature: at least once a second while there are new
/// records, and soon after each change. One signature is in flight at a time; what was recorded
/// meanwhile rides on the next. Its own thread, so that an HSM that is slow or lost holds up
/// nobody: the head is signed when one is back.
final class AuditHeads {
  private static final Logger LOG = LoggerFactory.getLogger(AuditHeads.class);
  private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(900);
  private static final long CLOSE_MILLIS_MAX = 5_000;

  private final Forcer forcer;
  private final HeadStore store;
  private final Supplier<List<HeadSigner>> signers;
  private final Clock clock;
  private final Thread thread;
  private long signed;
  private boolean failing;
  private volatile boolean wanted;
  private volatile boolean stopping;

  /// @param signed sequence of the newest head in the store
  AuditHeads(
      Forcer forcer,
      HeadStore store,
      Supplier<List<HeadSigner>> signers,
      Clock clock,
      long signed) {
    this.forcer = forcer;
    this.store = store;
    this.signers = signers;
    this.clock = clock;
    this.signed = signed;
    this.thread = Thread.ofPlatform().name("audit-heads").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /// A change is on disk: its head should follow soon. Does not wait.
  void changed() {
    wanted = true;
    LockSupport.unpark(thread);
  }

  /// Signs the last head, if that can be done soon.
  void close() {
    stopping = true;
    LockSupport.unpark(thread);
    try {
      thread.join(CLOSE_MILLIS_MAX);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!stopping) {
      if (failing || !wanted) {
        pause();
      }
      wanted = false;
      sign();
    }
    sign();
  }

  /// A failing signer is asked once a period, however many changes come.
  private void pause() {
    long until = System.nanoTime() + EVERY_NANOS;
    for (long left = EVERY_NANOS; left > 0 && !stopping; left = until - System.nanoTime()) {
      if (wanted && !failing) {
        return;
      }
      LockSupport.parkNanos(left);
    }
  }

  private void sign() {
    Position newest = forcer.durable();
    if (newest.sequence() <= signed) {
      return;
    }
    try {
      for (HeadSigner signer : signers.get()) {
        if (signedBy(signer, newest)) {
          signed = newest.sequence();
          recovered();
          return;
        }
      }
      failed("no HSM signs", null);
    } catch (RuntimeException e) {
      failed("the head cannot be stored", e);
    }
  }

  private boolean signedBy(HeadSigner signer, Position newest) {
    Instant at = Instant.ofEpochMilli(clock.millis());
    AuditHead signedHead;
    try {
      AuditHead head =
          new AuditHead(newest.sequence(), newest.chain(), at, signer.signer(), new byte[0]);
      signedHead =
          new AuditHead(
              head.sequence(),
              head.hash(),
              head.at(),
              head.signer(),
              signer.sign(HeadMessage.of(head)));
    } catch (RuntimeException e) {
      LOG.debug("audit: a signer fails", e);
      return false;
    }
    store.append(signedHead);
    return true;
  }

  private void failed(String why, @Nullable Throwable cause) {
    if (!failing) {
      LOG.warn("audit: {}; records go on unsigned until that changes", why, cause);
    }
    failing = true;
  }

  private void recovered() {
    if (failing) {
      LOG.info("audit: heads are signed again");
    }
    failing = false;
  }
}
