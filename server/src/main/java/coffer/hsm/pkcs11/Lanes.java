package coffer.hsm.pkcs11;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/// The lanes of one token, by what they are for. A lost lane is replaced, a few times: a token that
/// swallows more threads than that is disabled until it is opened again.
final class Lanes implements AutoCloseable {
  static final Duration DEADLINE = Duration.ofSeconds(3);
  static final Duration GENERATION_DEADLINE = Duration.ofSeconds(60);
  private static final Duration LIFE_DEADLINE = Duration.ofSeconds(30);
  static final Duration KEEP_ALIVE = Duration.ofSeconds(20);
  private static final int SPARE_LANES_MAX = 3;
  private static final int KEEP_ALIVE_BYTES = 32;

  private enum Purpose {
    HOME,
    SYMMETRIC,
    RSA,
    GENERATION
  }

  private record Place(Purpose purpose, Lane lane) {}

  private final TokenLink link;
  private final Hangs hangs;
  private final Job<?> homeIdle;
  private final Duration deadline;
  private final List<Place> places = new CopyOnWriteArrayList<>();
  private int spares = SPARE_LANES_MAX;
  private boolean closed;

  /// @param homeIdle done by the home lane when it has been idle, before its keep-alive
  Lanes(TokenLink link, LaneCounts counts, Duration deadline, Job<?> homeIdle) {
    this.link = link;
    this.hangs = link.hangs();
    hangs.requireFew();
    this.homeIdle = homeIdle;
    this.deadline = deadline;
    add(Purpose.HOME);
    add(Purpose.GENERATION);
    widen(counts);
  }

  /// More lanes, once it is known that they are worth it; never fewer.
  synchronized void widen(LaneCounts counts) {
    widen(Purpose.SYMMETRIC, counts.symmetric() - 1);
    widen(Purpose.RSA, counts.rsa());
  }

  private void widen(Purpose purpose, int wanted) {
    for (long i = places.stream().filter(p -> p.purpose() == purpose).count(); i < wanted; i++) {
      add(purpose);
    }
  }

  /// On the lane whose jobs may use the home session: one at a time, which also serialises the
  /// creation of objects, as some modules need.
  <T> T home(Job<T> job) {
    return pick(List.of(Purpose.HOME)).call(job);
  }

  /// As `home`, for steps of the token's life: they log in or make token objects, for which the
  /// token may wait for its disk.
  <T> T life(Job<T> job) {
    return pick(List.of(Purpose.HOME)).call(job, LIFE_DEADLINE);
  }

  <T> T symmetric(Job<T> job) {
    return pick(List.of(Purpose.HOME, Purpose.SYMMETRIC)).call(job);
  }

  <T> T rsa(Job<T> job) {
    return pick(List.of(Purpose.RSA)).call(job);
  }

  /// Has a longer deadline, and a lane of its own so that nothing short waits behind it.
  <T> T generation(Job<T> job) {
    return pick(List.of(Purpose.GENERATION)).call(job);
  }

  /// How many serve short operations now.
  long symmetricCount() {
    return places.stream()
        .filter(p -> p.purpose() == Purpose.HOME || p.purpose() == Purpose.SYMMETRIC)
        .count();
  }

  void nudgeHome() {
    pick(List.of(Purpose.HOME)).nudge();
  }

  private Lane pick(List<Purpose> purposes) {
    return places.stream()
        .filter(place -> purposes.contains(place.purpose()))
        .map(Place::lane)
        .min(Comparator.comparingInt(Lane::waiting))
        .orElseThrow(
            () -> new HsmException(HsmFailure.UNAVAILABLE, "the token's lanes are lost or closed"));
  }

  private void add(Purpose purpose) {
    Job<?> idle = purpose == Purpose.HOME ? idleHome() : Lanes::keepAlive;
    // The lane reports its loss after it was made, so the box is full by then.
    List<Place> box = new CopyOnWriteArrayList<>();
    Lane lane =
        new Lane(
            "pkcs11-" + purpose.name().toLowerCase(Locale.ROOT),
            () -> new Station(link, purpose == Purpose.HOME),
            purpose == Purpose.GENERATION ? GENERATION_DEADLINE : deadline,
            KEEP_ALIVE,
            idle,
            hangs,
            () -> box.forEach(this::replace));
    Place place = new Place(purpose, lane);
    box.add(place);
    places.add(place);
  }

  private Job<?> idleHome() {
    return (epoch, session) -> {
      Object _ = homeIdle.run(epoch, session);
      return keepAlive(epoch, session);
    };
  }

  private static byte[] keepAlive(Epoch epoch, Session session) {
    return session.random(KEEP_ALIVE_BYTES);
  }

  private synchronized void replace(Place lost) {
    if (!places.remove(lost) || closed) {
      return;
    }
    if (lost.purpose() == Purpose.HOME) {
      link.abandon();
    }
    if (spares > 0) {
      spares--;
      add(lost.purpose());
    }
  }

  @Override
  public void close() {
    List<Place> open;
    synchronized (this) {
      closed = true;
      open = new ArrayList<>(places);
      places.clear();
    }
    // The home lane last: closing its session may end the login of the others.
    open.sort(Comparator.comparing(Place::purpose).reversed());
    open.forEach(place -> place.lane().close());
  }
}
