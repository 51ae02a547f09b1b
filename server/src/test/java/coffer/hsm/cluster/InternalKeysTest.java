package coffer.hsm.cluster;

import static coffer.hsm.cluster.Clusters.ENCRYPT;
import static coffer.hsm.cluster.Clusters.failing;
import static coffer.hsm.cluster.Clusters.failureOf;
import static coffer.hsm.cluster.Clusters.roundTrip;
import static coffer.hsm.cluster.Clusters.state;
import static org.assertj.core.api.Assertions.assertThat;

import coffer.hsm.ClusterHsm;
import coffer.hsm.ClusterHsm.State;
import coffer.hsm.ClusterSeat;
import coffer.hsm.HsmFailure;
import coffer.hsm.HsmKey;
import coffer.hsm.KeyBook;
import coffer.hsm.Material;
import coffer.model.KeySpec;
import coffer.model.KeyVersionId;
import coffer.model.WrapFormat;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// Keys inside the members: on each of them, on two at least, no remnant on any.
class InternalKeysTest {
  private static final KeySpec AES = KeySpec.ALIYUN_AES_256;

  private final FakeMember one = new FakeMember(1);
  private final FakeMember two = new FakeMember(1);
  private final FakeMember three = new FakeMember(1);
  private final List<Material> book = new CopyOnWriteArrayList<>();
  private final Set<KeyVersionId> remnants = ConcurrentHashMap.newKeySet();
  private final AtomicLong nanos = new AtomicLong();

  @Test
  void aKeyIsOnEveryMemberWhenItIsMade() {
    try (ClusterHsm cluster = cluster(one, two)) {
      Material key = create(cluster);
      assertThat(key.wrapped().format()).isEqualTo(WrapFormat.INTERNAL);
      assertThat(one.installed.get(key.version()))
          .isEqualTo(two.installed.get(key.version()))
          .satisfies(copy ->
              assertThat(key.wrapped().wrapped()).isEqualTo(PublicKeyCheck.sha256(copy.wrapped())));
      roundTrip(cluster, cluster.unwrap(key));
    }
  }

  @Test
  void withOneMemberLeftNoneIsMadeAndThoseThatAreServe() {
    try (ClusterHsm cluster = cluster(one, two)) {
      HsmKey key = cluster.unwrap(create(cluster));
      lose(two);
      Clusters.await(
          "lost",
          () -> {
            roundTrip(cluster, key);
            return state(cluster, 1) == State.LOST;
          });
      assertThat(failureOf(() -> create(cluster))).isEqualTo(HsmFailure.UNAVAILABLE);
      roundTrip(cluster, key);
      assertThat(one.installed).hasSize(1);
    }
  }

  @Test
  void aKeyThatOnlyOneMemberTookIsRefusedAndRemoved() {
    try (ClusterHsm cluster = cluster(one, two)) {
      two.before =
          name -> {
            if (name.equals("install")) {
              throw failing(HsmFailure.UNSUPPORTED);
            }
          };
      assertThat(failureOf(() -> create(cluster))).isEqualTo(HsmFailure.UNSUPPORTED);
      assertThat(one.installed).isEmpty();
    }
  }

  @Test
  void aMemberThatLacksAKeyIsPassedOverAndGetsItBack() {
    try (ClusterHsm cluster = cluster(one, two)) {
      Material key = create(cluster);
      two.installed.clear();
      for (int i = 0; i < 4; i++) {
        roundTrip(cluster, cluster.unwrap(key));
      }
      assertThat(state(cluster, 1)).isEqualTo(State.SERVING);
      cluster.reconcile();
      assertThat(cluster.internalKeys())
          .containsEntry(Clusters.id(1), new ClusterHsm.Inside(1, List.of()));
      assertThat(two.installed).containsKey(key.version());
    }
  }

  @Test
  void aNewMemberHasEveryKeyBeforeItServes() {
    try (ClusterHsm cluster = cluster(one, two)) {
      Material key = create(cluster);
      cluster.reseat(seats(one, two, three));
      assertThat(state(cluster, 2)).isEqualTo(State.SERVING);
      assertThat(three.installed).containsKey(key.version());
    }
  }

  @Test
  void aCopyThatIsNotWhatTheBooksSayGoesNowhere() {
    try (ClusterHsm cluster = cluster(one, two)) {
      Material key = create(cluster);
      Material other = Clusters.newKey(one);
      one.installed.put(key.version(), other.wrapped());
      two.installed.put(key.version(), other.wrapped());
      cluster.reseat(seats(one, two, three));
      assertThat(three.installed).isEmpty();
    }
  }

  @Test
  void aMemberThatWasAwayIsRidOfDestroyedKeysBeforeItServes() {
    try (ClusterHsm cluster = cluster(one, two)) {
      Material gone = create(cluster);
      Material kept = create(cluster);
      HsmKey busy = cluster.unwrap(kept);
      lose(two);
      Clusters.await(
          "lost",
          () -> {
            roundTrip(cluster, busy);
            return state(cluster, 1) == State.LOST;
          });
      book.remove(gone);
      remnants.add(gone.version());
      cluster.forget(gone.version());
      assertThat(one.installed).containsOnlyKeys(kept.version());
      assertThat(two.installed).hasSize(2);
      two.before = _ -> {};
      Clusters.await("back", () -> state(cluster, 1) == State.SERVING);
      assertThat(two.installed).containsOnlyKeys(kept.version());
    }
  }

  @Test
  void remnantsAreRemovedWhenTheClusterOpens() {
    Material orphan = Clusters.newKey(one);
    one.install(orphan);
    remnants.add(orphan.version());
    try (ClusterHsm cluster = cluster(one, two)) {
      assertThat(state(cluster, 0)).isEqualTo(State.SERVING);
      assertThat(one.installed).isEmpty();
    }
  }

  @Test
  void whatTheBooksDoNotKnowStaysAndIsNamed() {
    Material newer = Clusters.newKey(one);
    one.install(newer);
    try (ClusterHsm cluster = cluster(one, two)) {
      Material known = create(cluster);
      nanos.addAndGet(Duration.ofDays(1).toNanos());
      cluster.reconcile();
      assertThat(one.installed).containsOnlyKeys(newer.version(), known.version());
      assertThat(cluster.internalKeys())
          .containsEntry(Clusters.id(0), new ClusterHsm.Inside(1, List.of(newer.version())))
          .containsEntry(Clusters.id(1), new ClusterHsm.Inside(1, List.of()));
      remnants.add(newer.version());
      cluster.forget(newer.version());
      assertThat(one.installed).containsOnlyKeys(known.version());
    }
  }

  @Test
  void aKeyOnItsWayIntoTheBooksIsLeftAloneForAWhile() {
    try (ClusterHsm cluster = cluster(one, two)) {
      Material key = create(cluster);
      book.clear();
      remnants.add(key.version());
      cluster.reconcile();
      assertThat(one.installed).containsKey(key.version());
      nanos.addAndGet(Duration.ofMinutes(11).toNanos());
      cluster.reconcile();
      assertThat(one.installed).isEmpty();
      assertThat(two.installed).isEmpty();
    }
  }

  @Test
  void aKeyThatIsInNoMemberThatServesIsUnavailableNotLost() {
    try (ClusterHsm cluster = cluster(one, two)) {
      Material key = create(cluster);
      one.installed.clear();
      two.installed.clear();
      assertThat(failureOf(() -> cluster.unwrap(key))).isEqualTo(HsmFailure.UNAVAILABLE);
    }
  }

  private Material create(ClusterHsm cluster) {
    KeyVersionId version = new KeyVersionId(UUID.randomUUID());
    Material made =
        new Material(version, AES, ENCRYPT, cluster.generateInside(version, AES, ENCRYPT));
    book.add(made);
    return made;
  }

  private static void lose(FakeMember member) {
    member.before =
        name -> {
          throw failing(HsmFailure.UNAVAILABLE);
        };
  }

  private ClusterHsm cluster(FakeMember... members) {
    Ticker ticker = () -> System.nanoTime() + nanos.get();
    return HsmCluster.factory(ClusterSettings.standard(), ticker, new SplittableRandom(7))
        .open(
            seats(members),
            new KeyBook() {
              @Override
              public List<Material> internalKeys() {
                return List.copyOf(book);
              }

              @Override
              public Set<KeyVersionId> remnants() {
                return Set.copyOf(remnants);
              }
            });
  }

  private static List<ClusterSeat> seats(FakeMember... members) {
    List<ClusterSeat> seats = new ArrayList<>();
    for (FakeMember member : members) {
      seats.add(new ClusterSeat(Clusters.id(seats.size()), "zone-" + seats.size(), () -> member));
    }
    return seats;
  }
}
