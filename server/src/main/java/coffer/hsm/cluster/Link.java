package coffer.hsm.cluster;

import coffer.hsm.HsmMember;
import java.util.concurrent.atomic.AtomicInteger;

/// One stay of a member among those that serve, from admission until it is lost. A member that
/// comes back gets a new one, so that late complaints about the old stay do not throw it out again.
final class Link {
  private final Seat seat;
  private final Connection connection;
  private final AtomicInteger inFlight = new AtomicInteger();

  Link(Seat seat, Connection connection) {
    this.seat = seat;
    this.connection = connection;
  }

  Seat seat() {
    return seat;
  }

  HsmMember member() {
    return connection.member();
  }

  MemberKeys keys() {
    return connection.keys();
  }

  int inFlight() {
    return inFlight.get();
  }

  void enter() {
    inFlight.incrementAndGet();
  }

  void leave() {
    inFlight.decrementAndGet();
  }
}
