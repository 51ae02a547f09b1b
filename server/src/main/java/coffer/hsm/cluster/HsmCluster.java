package coffer.hsm.cluster;

import coffer.hsm.CipherParameters;
import coffer.hsm.ClusterHsm;
import coffer.hsm.ClusterSeat;
import coffer.hsm.HsmException;
import coffer.hsm.HsmKey;
import coffer.hsm.HsmMember;
import coffer.hsm.Imported;
import coffer.hsm.Incoming;
import coffer.hsm.KeyBook;
import coffer.hsm.Material;
import coffer.hsm.Opened;
import coffer.hsm.ProbeFact;
import coffer.hsm.Sealed;
import coffer.model.HsmId;
import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import coffer.model.KeyVersionId;
import coffer.model.ProtectionLevel;
import coffer.model.SecretBytes;
import coffer.model.SigningAlgorithm;
import coffer.model.WrappedKey;
import coffer.model.WrappingAlgorithm;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// Members as one HSM. See the package for how it hangs together.
///
/// Promises beyond `ClusterHsm`: losing one of two members fails no call; with no member left,
/// calls fail with UNAVAILABLE at once. A call that meets members which do not answer takes the sum
/// of their deadlines.
public final class HsmCluster implements ClusterHsm {
  private static final Duration CLOSE_WAIT_MAX = Duration.ofSeconds(10);

  /// How long a seat lets those before it go first, when the cluster opens.
  private static final long TURN_MILLIS_MAX = 3_000;

  private final CountDownLatch closing;
  private final List<Seat> seats;
  private final SeatMaker maker;
  private final Duration openWaitMax;
  private final FailOver failOver;
  private final Roster roster;
  private final SecondMember secondMember;
  private final boolean secondMemberCheck;
  private final RsaPool rsaPool;
  private final InternalKeys internal;

  /// Makes seats of this cluster.
  @FunctionalInterface
  private interface SeatMaker {
    Seat seat(ClusterSeat place, CompletableFuture<Void> turn);
  }

  private HsmCluster(
      List<Seat> seats,
      SeatMaker maker,
      Roster roster,
      Domain domain,
      InternalKeys internal,
      ClusterSettings settings,
      CountDownLatch closing) {
    this.seats = new CopyOnWriteArrayList<>(seats);
    this.maker = maker;
    this.openWaitMax = settings.openWaitMax();
    this.roster = roster;
    this.failOver = new FailOver(roster);
    this.secondMember = new SecondMember(roster, domain);
    this.secondMemberCheck = settings.secondMemberCheck();
    this.rsaPool = new RsaPool(settings.rsaPool(), settings.rsaPoolRest(), this::generateNow);
    this.internal = internal;
    this.closing = closing;
  }

  /// @param random for jitter only; safe for use by several threads
  public static ClusterHsm.Factory factory(
      ClusterSettings settings, Ticker ticker, RandomGenerator random) {
    return (places, book) -> open(places, book, settings, ticker, random);
  }

  private static HsmCluster open(
      List<ClusterSeat> places,
      KeyBook book,
      ClusterSettings settings,
      Ticker ticker,
      RandomGenerator random) {
    Roster roster = new Roster();
    InternalKeys internal = new InternalKeys(roster, book, ticker);
    Domain domain = new Domain();
    CountDownLatch closing = new CountDownLatch(1);
    List<Seat> seats = new ArrayList<>();
    CompletableFuture<Void> turn = CompletableFuture.completedFuture(null);
    SeatMaker maker =
        (place, first) -> {
          Backoff backoff =
              new Backoff(settings.backoffFirst(), settings.backoffMax(), roster, closing, random);
          return new Seat(place, roster, domain, internal, settings, ticker, backoff, first);
        };
    for (ClusterSeat place : places) {
      Seat seat = maker.seat(place, turn);
      turn = seat.tried().copy().completeOnTimeout(null, TURN_MILLIS_MAX, TimeUnit.MILLISECONDS);
      seats.add(seat);
    }
    seats.forEach(Seat::open);
    Waiting.forAll(seats.stream().map(Seat::tried), settings.openWaitMax());
    return new HsmCluster(seats, maker, roster, domain, internal, settings, closing);
  }

  /// SOFTWARE if any member is, and as long as no member is known.
  @Override
  public ProtectionLevel protectionLevel() {
    return anyMember(traits -> traits.protectionLevel() == ProtectionLevel.SOFTWARE)
        ? ProtectionLevel.SOFTWARE
        : ProtectionLevel.HSM;
  }

  /// If any member does, and as long as no member is known.
  @Override
  public boolean mayBlock() {
    return anyMember(Seat.Traits::mayBlock);
  }

  /// RSA keys may have been made ahead.
  @Override
  public WrappedKey generate(KeySpec spec, Set<KeyUsage> usages) {
    if (spec.family() != KeySpec.Family.RSA) {
      return generateNow(spec, usages);
    }
    Optional<WrappedKey> ready = rsaPool.take(spec, usages);
    while (ready.isPresent()) {
      if (isGood(spec, usages, ready.get())) {
        return ready.get();
      }
      ready = rsaPool.take(spec, usages);
    }
    return rsaPool.first(() -> generateNow(spec, usages));
  }

  /// Whether a key that was made ahead is as good as one made now. Since it was made, its maker may
  /// have been found to hold a foreign KEK, or the KEK may have been renewed.
  private boolean isGood(KeySpec spec, Set<KeyUsage> usages, WrappedKey wrapped) {
    return failOver.run(link -> {
      HsmMember member = link.member();
      KeyProof proof = KeyProof.by(member, spec, usages, wrapped);
      if (wrapped.kekVersion() != member.domainKeyVersion() || !proof.holdsOn(member)) {
        return false;
      }
      if (secondMemberCheck && roster.serving().length > 1) {
        secondMember.confirm(link, proof);
      }
      return true;
    });
  }

  private WrappedKey generateNow(KeySpec spec, Set<KeyUsage> usages) {
    return failOver.run(link -> {
      WrappedKey wrapped = link.member().generate(spec, usages);
      confirm(link, spec, usages, wrapped);
      return wrapped;
    });
  }

  private void confirm(Link maker, KeySpec spec, Set<KeyUsage> usages, WrappedKey wrapped) {
    if (secondMemberCheck && roster.serving().length > 1) {
      secondMember.confirm(maker, KeyProof.by(maker.member(), spec, usages, wrapped));
    }
  }

  /// A member that cannot unwrap the wrapping key is at fault itself, so that is tried first.
  @Override
  public Imported importKey(Incoming incoming, KeySpec spec, Set<KeyUsage> usages) {
    return failOver.run(link -> {
      link.keys().requireUnwraps(incoming.wrappingKey());
      Imported imported = link.member().importKey(incoming, spec, usages);
      confirm(link, spec, usages, imported.wrapped());
      return imported;
    });
  }

  @Override
  public WrappedKey generateInside(KeyVersionId version, KeySpec spec, Set<KeyUsage> usages) {
    return internal.create(version, spec, usages, () -> generate(spec, usages));
  }

  @Override
  public WrappedKey importInside(
      KeyVersionId version, Incoming incoming, KeySpec spec, Set<KeyUsage> usages) {
    return internal.replace(
        version, spec, usages, () -> importKey(incoming, spec, usages).wrapped());
  }

  @Override
  public byte[] exportKey(Material material, WrappingAlgorithm algorithm, byte[] wrappingKey) {
    return failOver.run(link -> link.member().exportKey(material, algorithm, wrappingKey));
  }

  @Override
  public void reconcile() {
    internal.reconcile();
  }

  @Override
  public Map<HsmId, Inside> internalKeys() {
    return internal.held();
  }

  @Override
  public HsmKey unwrap(Material material) {
    ClusterKey key = new ClusterKey(material);
    return onKey(key, (member, held) -> key);
  }

  @Override
  public void release(HsmKey key) {
    drop(ClusterKey.of(key).material().version());
  }

  @Override
  public void forget(KeyVersionId version) {
    drop(version);
    internal.forget(version);
  }

  /// Members that are away let it go before they serve again.
  private void drop(KeyVersionId version) {
    for (Seat seat : seats) {
      seat.connection().ifPresent(c -> c.keys().forget(version));
    }
    for (Link link : roster.serving()) {
      try {
        link.keys().releaseAllRetired();
      } catch (RuntimeException e) {
        FailOver.note(link, e);
      }
    }
  }

  @Override
  public Sealed encrypt(HsmKey key, CipherParameters parameters, SecretBytes plaintext) {
    return onKey(key, (member, held) -> member.encrypt(held, parameters, plaintext));
  }

  @Override
  public Opened decrypt(HsmKey key, CipherParameters parameters, byte[] ciphertext) {
    return onKey(key, (member, held) -> member.decrypt(held, parameters, ciphertext));
  }

  @Override
  public byte[] sign(HsmKey key, SigningAlgorithm algorithm, byte[] digest) {
    return onKey(key, (member, held) -> member.sign(held, algorithm, digest));
  }

  @Override
  public byte[] mac(HsmKey key, byte[] message) {
    return onKey(key, (member, held) -> member.mac(held, message));
  }

  @Override
  public SecretBytes random(int bytes) {
    return failOver.run(link -> link.member().random(bytes));
  }

  @Override
  public byte[] integrity(int version, byte[] data) {
    return failOver.run(link -> link.member().integrity(version, data));
  }

  @Override
  public void ping() {
    failOver.run(link -> {
      link.member().ping();
      return true;
    });
  }

  @Override
  public List<MemberHealth> health() {
    return seats.stream().map(Seat::health).toList();
  }

  @Override
  public List<HsmMember> serving() {
    return Stream.of(roster.serving()).map(Link::member).toList();
  }

  @Override
  public Optional<HsmMember> serving(HsmId member) {
    return Stream.of(roster.serving())
        .filter(link -> link.seat().place().id().equals(member))
        .map(Link::member)
        .findFirst();
  }

  @Override
  public synchronized void reseat(List<ClusterSeat> places) {
    List<Seat> gone =
        seats.stream().filter(seat -> !isAmong(places, seat) || hasFailed(seat)).toList();
    List<Seat> added =
        places.stream()
            .filter(place ->
                seats.stream()
                    .noneMatch(s -> s.place().id().equals(place.id()) && !gone.contains(s)))
            .map(place -> maker.seat(place, CompletableFuture.completedFuture(null)))
            .toList();
    seats.addAll(added);
    added.forEach(Seat::open);
    Waiting.forAll(added.stream().map(Seat::tried), openWaitMax);
    seats.removeAll(gone);
    Waiting.forAll(gone.stream().map(Seat::close), CLOSE_WAIT_MAX);
  }

  /// Whoever names it again has seen to it.
  private static boolean hasFailed(Seat seat) {
    return seat.health().state() == State.FAILED;
  }

  @Override
  public void retryFailed() {
    seats.forEach(Seat::retry);
    Waiting.forAll(seats.stream().map(Seat::tried), openWaitMax);
  }

  private static boolean isAmong(List<ClusterSeat> places, Seat seat) {
    return places.stream().anyMatch(place -> place.id().equals(seat.place().id()));
  }

  @Override
  public List<String> warnings(HsmId member) {
    return asked(member, HsmMember::warnings);
  }

  @Override
  public List<ProbeFact> probes(HsmId member) {
    return asked(member, HsmMember::probes);
  }

  private <T> List<T> asked(HsmId member, Function<HsmMember, List<T>> question) {
    for (Link link : roster.serving()) {
      if (link.seat().place().id().equals(member)) {
        try {
          return question.apply(link.member());
        } catch (HsmException e) {
          FailOver.note(link, e);
        }
      }
    }
    return List.of();
  }

  /// Waits for members that are slow to close, but not for ever.
  @Override
  public void close() {
    rsaPool.close();
    closing.countDown();
    Waiting.forAll(seats.stream().map(Seat::close), CLOSE_WAIT_MAX);
  }

  private <R> R onKey(HsmKey key, KeyCall<R> call) {
    Material material = ClusterKey.of(key).material();
    return failOver.run(link -> link.keys().with(material, call));
  }

  private boolean anyMember(Predicate<Seat.Traits> is) {
    boolean known = false;
    for (Seat seat : seats) {
      Seat.Traits traits = seat.traits().orElse(null);
      if (traits != null) {
        known = true;
        if (is.test(traits)) {
          return true;
        }
      }
    }
    return !known;
  }
}
