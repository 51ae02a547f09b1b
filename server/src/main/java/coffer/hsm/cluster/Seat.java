package coffer.hsm.cluster;

import coffer.hsm.ClusterHsm.MemberHealth;
import coffer.hsm.ClusterHsm.State;
import coffer.hsm.ClusterSeat;
import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.HsmMember;
import coffer.model.ProtectionLevel;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A member's place in the cluster, and the one thread that brings the member (back) there.
///
/// A member is lost on its first failure. Its thread pings it at once and then with back-off; after
/// some pings in vain it closes the member and connects anew. The last member that serves stays in
/// place until its first ping fails: a call that upsets every member must not leave the cluster
/// empty. A member that answers pings but not calls waits longer each time before it may return.
final class Seat {
  private static final Logger LOG = LoggerFactory.getLogger(Seat.class);
  private static final int PINGS_MAX = 3;

  /// An outage of the whole cluster does not lengthen the pauses: when the first member is back,
  /// the others are not far.
  private static final int OUTAGE_STEP_MAX = 2;

  private static final int RELAPSES_MAX = 16;
  private static final Duration RELAPSE_AGE_MAX = Duration.ofSeconds(60);
  static final String FOREIGN = "does not hold the cluster's domain keys";

  /// What is true of a member also while it is away.
  record Traits(ProtectionLevel protectionLevel, boolean mayBlock) {}

  private final ClusterSeat place;
  private final Roster roster;
  private final Domain domain;
  private final InternalKeys internal;
  private final ClusterSettings settings;
  private final Ticker ticker;
  private final Backoff backoff;
  private final CompletableFuture<Void> turn;
  private volatile CompletableFuture<Void> tried = new CompletableFuture<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  /// The open member, if there is one: serving, or lost and perhaps to return. Only the seat's
  /// thread changes it.
  private volatile @Nullable Connection connection;

  private volatile @Nullable Traits traits;

  private final Object lock = new Object();
  // Guarded by `lock`, which is never held across a member's call.
  private State state = State.CONNECTING;
  private String reason = "not tried yet";

  /// The last that served, until its member is closed: who still calls on it then says nothing
  /// about the member that takes its place.
  private @Nullable Link link;

  /// The thread that is at work for the seat; it is free again from the moment the member serves.
  private @Nullable Thread worker;

  private boolean closed;
  private boolean again;
  private int relapses;
  private long admittedNanos;

  /// @param turn ends when the seats before this one were tried, since they drop the anchor first;
  ///   ends in any case, and soon
  Seat(
      ClusterSeat place,
      Roster roster,
      Domain domain,
      InternalKeys internal,
      ClusterSettings settings,
      Ticker ticker,
      Backoff backoff,
      CompletableFuture<Void> turn) {
    this.place = place;
    this.roster = roster;
    this.domain = domain;
    this.internal = internal;
    this.settings = settings;
    this.ticker = ticker;
    this.backoff = backoff;
    this.turn = turn;
  }

  ClusterSeat place() {
    return place;
  }

  /// Ends after the first attempt, or the first after `retry`, whatever came of it.
  CompletableFuture<Void> tried() {
    return tried;
  }

  Optional<Connection> connection() {
    return Optional.ofNullable(connection);
  }

  /// As last seen; empty before the first connection.
  Optional<Traits> traits() {
    return Optional.ofNullable(traits);
  }

  MemberHealth health() {
    synchronized (lock) {
      return new MemberHealth(place.id(), place.zone(), state, reason);
    }
  }

  void open() {
    synchronized (lock) {
      work(() -> bringBack(0));
    }
  }

  /// The member gets one more attempt, if it failed.
  void retry() {
    synchronized (lock) {
      if (state != State.FAILED || closed) {
        return;
      }
      tried = new CompletableFuture<>();
      if (worker == null) {
        connectAgain();
      } else {
        // It is still closing the member.
        again = true;
      }
    }
  }

  private void connectAgain() {
    again = false;
    state = State.CONNECTING;
    reason = "being tried again";
    work(() -> bringBack(0));
  }

  /// A call on `lost` went without an answer.
  void lost(Link lost, String why) {
    synchronized (lock) {
      if (link != lost || state != State.SERVING || worker != null || closed) {
        return;
      }
      if (roster.removeUnlessLast(lost)) {
        state = State.LOST;
        reason = why;
      }
      if (ticker.read() - admittedNanos > RELAPSE_AGE_MAX.toNanos()) {
        relapses = 0;
      }
      int pause = relapses;
      work(() -> bringBack(pause));
    }
    LOG.warn("member {} lost: {}", place.id(), why);
  }

  /// The member must not serve until the operator has seen to it.
  void failed(Link bad, String why) {
    synchronized (lock) {
      if (link != bad || state == State.FAILED || closed) {
        return;
      }
      roster.remove(bad);
      state = State.FAILED;
      reason = why;
      if (worker == null) {
        work(this::discard);
      }
    }
    reportFailure(why);
  }

  /// Ends the seat's thread and closes the member; the answer ends with that.
  CompletableFuture<Void> close() {
    synchronized (lock) {
      closed = true;
      if (link != null) {
        roster.remove(link);
      }
      if (state != State.FAILED) {
        state = State.LOST;
        reason = "closed";
      }
      if (worker == null) {
        work(() -> {});
      }
    }
    return ended;
  }

  /// Starts the seat's thread; to be called with the lock held.
  private void work(Runnable task) {
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name("hsm-seat-" + place.id())
            .unstarted(() -> {
              try {
                task.run();
              } finally {
                rest();
              }
            });
    worker = thread;
    thread.start();
  }

  private void rest() {
    synchronized (lock) {
      if (!again) {
        tried.complete(null);
      }
      if (!Thread.currentThread().equals(worker)) {
        return;
      }
      if (!closed && state != State.FAILED) {
        worker = null;
        return;
      }
    }
    discard();
    boolean last;
    synchronized (lock) {
      worker = null;
      last = closed;
      if (again && !closed) {
        connectAgain();
      } else {
        tried.complete(null);
      }
    }
    if (last) {
      ended.complete(null);
    }
  }

  /// Until the member serves, fails, or the cluster closes.
  ///
  /// @param pause which step of the back-off to wait before the first attempt
  private void bringBack(int pause) {
    int misses = 0;
    int step = 0;
    boolean more = backoff.pause(backoff.millisBefore(pause));
    while (more) {
      boolean pinged = connection != null;
      try {
        if (attempt(pinged && misses == 0)) {
          return;
        }
        misses++;
        step = roster.isEmpty() ? Math.min(step + 1, OUTAGE_STEP_MAX) : step + 1;
      } finally {
        tried.complete(null);
      }
      if (misses % PINGS_MAX == 0) {
        discard();
      }
      more = backoff.pause(backoff.millisBefore(step));
    }
  }

  /// Whether that is the end of it, for good or ill.
  private boolean attempt(boolean firstPing) {
    try {
      Connection candidate = reach();
      turn.join();
      if (!domain.holds(candidate.member())) {
        return markFailed(FOREIGN);
      }
      // Keys that were released while the member was away leave before it serves.
      candidate.keys().releaseAllRetired();
      internal.prepare(candidate, this::describe);
      return serve(candidate, firstPing);
    } catch (HsmException e) {
      String why = String.valueOf(e.getMessage());
      return e.failure() == HsmFailure.CREDENTIAL ? markFailed(why) : markLost(why);
    } catch (RuntimeException | LinkageError e) {
      LOG.error("member {} could not be reached", place.id(), e);
      return markLost(e.getClass().getSimpleName());
    }
  }

  /// What the member is doing before it serves.
  private void describe(String doing) {
    synchronized (lock) {
      if (state != State.SERVING && state != State.FAILED) {
        reason = doing;
      }
    }
  }

  private Connection reach() {
    Connection known = connection;
    if (known != null) {
      known.member().ping();
      return known;
    }
    HsmMember member = place.connect().get();
    Connection made = new Connection(member, new MemberKeys(member, settings, ticker));
    connection = made;
    traits = new Traits(member.protectionLevel(), member.mayBlock());
    return made;
  }

  private boolean serve(Connection candidate, boolean firstPing) {
    synchronized (lock) {
      if (closed || state == State.FAILED) {
        return true;
      }
      if (link != null) {
        roster.remove(link);
      }
      link = new Link(this, candidate);
      roster.add(link);
      state = State.SERVING;
      reason = "";
      relapses = firstPing ? Math.min(relapses + 1, RELAPSES_MAX) : 0;
      admittedNanos = ticker.read();
      worker = null;
    }
    LOG.info("member {} serves", place.id());
    return true;
  }

  private boolean markLost(String why) {
    synchronized (lock) {
      if (link != null) {
        roster.remove(link);
      }
      if (state == State.FAILED || closed) {
        return true;
      }
      state = State.LOST;
      reason = why;
    }
    return false;
  }

  private boolean markFailed(String why) {
    synchronized (lock) {
      if (link != null) {
        roster.remove(link);
      }
      state = State.FAILED;
      reason = why;
    }
    reportFailure(why);
    return true;
  }

  /// On a thread of its own, since calls wait for this one.
  private void reportFailure(String why) {
    LOG.error("member {} failed: {}", place.id(), why);
    Thread.ofVirtual()
        .start(() -> {
          try {
            place.failed().accept(why);
          } catch (RuntimeException e) {
            LOG.error("the failure of member {} was not heard", place.id(), e);
          }
        });
  }

  private void discard() {
    synchronized (lock) {
      if (link != null) {
        roster.remove(link);
        link = null;
      }
    }
    Connection unwanted = connection;
    connection = null;
    if (unwanted != null) {
      try {
        unwanted.member().close();
      } catch (RuntimeException e) {
        LOG.warn("member {} did not close properly", place.id(), e);
      }
    }
  }
}
