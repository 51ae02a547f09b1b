package coffer.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.model.AuditHead;
import coffer.model.ClusterMember;
import coffer.model.HsmCluster;
import coffer.model.Key;
import coffer.model.KeyId;
import coffer.model.KeyVersion;
import coffer.testing.Seeds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every store keeps, kind by kind: all of a record, once, in order, for ever.
public abstract class TableContract {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123Z");

  private Store store;

  protected TableContract() {}

  /// On the same data each time.
  protected abstract Store open();

  @BeforeEach
  void openIt() {
    store = open();
  }

  @AfterEach
  void closeIt() {
    store.close();
  }

  static List<Kind<?, ?>> kinds() {
    return Kind.all();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  <I, V> void aRecordIsKeptWholeAndForEver(Kind<I, V> kind) {
    List<V> made = IntStream.range(0, 6).mapToObj(n -> kind.make(n, NOW.plusSeconds(n))).toList();
    made.forEach(value -> change(tx -> kind.table().apply(tx).insert(value)));
    requireHolds(kind, made);
    reopen();
    requireHolds(kind, made);
    List<V> left = new ArrayList<>(made);
    for (int i = 0; i < 2; i++) {
      V changed = kind.with().apply(made.get(i));
      if (i == 0 || !kind.name().equals("clusters")) {
        V kept =
            store.inTransaction(
                tx -> kind.table().apply(tx).update(kind.id().apply(changed), kind.with()::apply));
        same(kept, changed);
        left.set(i, changed);
      }
    }
    change(tx -> kind.table().apply(tx).delete(kind.id().apply(left.get(5))));
    left.remove(5);
    requireHolds(kind, left);
    reopen();
    requireHolds(kind, left);
    I gone = kind.id().apply(made.get(5));
    assertThat(store.<Optional<V>>read(view -> kind.rows().apply(view).find(gone))).isEmpty();
    // Its id, and what else was unique of it, are free again.
    change(tx -> kind.table().apply(tx).insert(made.get(5)));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  <I, V> void anIdIsUniqueAndARefusalChangesNothing(Kind<I, V> kind) {
    V first = kind.make(1, NOW);
    change(tx -> kind.table().apply(tx).insert(first));
    V again = kind.with().apply(kind.make(1, NOW.plusSeconds(1)));
    V next = kind.make(3, NOW.plusSeconds(2));
    change(tx -> {
      refused(StoreException.Reason.DUPLICATE, () -> kind.table().apply(tx).insert(again));
      kind.table().apply(tx).insert(next);
    });
    requireHolds(kind, List.of(first, next));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  <I, V> void whatIsNotThereIsMissing(Kind<I, V> kind) {
    I none = kind.id().apply(kind.make(1, NOW));
    change(tx -> {
      Table<I, V> table = kind.table().apply(tx);
      refused(StoreException.Reason.MISSING, () -> table.update(none, old -> old));
      refused(StoreException.Reason.MISSING, () -> table.delete(none));
      assertThat(table.find(none)).isEmpty();
    });
    requireHolds(kind, List.of());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  <I, V> void aTransactionThatFailsLeavesNothing(Kind<I, V> kind) {
    V kept = kind.make(1, NOW);
    change(tx -> kind.table().apply(tx).insert(kept));
    IllegalStateException thrown = new IllegalStateException("enough");
    assertThatThrownBy(() ->
            change(tx -> {
              Table<I, V> table = kind.table().apply(tx);
              table.insert(kind.make(2, NOW));
              table.update(kind.id().apply(kept), kind.with()::apply);
              assertThat(table.count()).as("a transaction sees what it wrote").isEqualTo(2);
              throw thrown;
            }))
        .isSameAs(thrown);
    requireHolds(kind, List.of(kept));
    reopen();
    requireHolds(kind, List.of(kept));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  <I, V> void pagesAreInOrderOfCreationThenOfIds(Kind<I, V> kind) {
    List<V> inOrder = new ArrayList<>();
    for (int n = 0; n < 20; n++) {
      // Later ids are older, and each instant stands for four of them.
      inOrder.add(kind.make(n, NOW.minusMillis(n / 4)));
    }
    List<V> shuffled = new ArrayList<>(inOrder);
    Collections.shuffle(shuffled, new Random(7));
    change(tx -> shuffled.forEach(kind.table().apply(tx)::insert));
    List<V> expected = new ArrayList<>();
    for (int group = 4; group >= 0; group--) {
      expected.addAll(inOrder.subList(group * 4, group * 4 + 4));
    }
    List<I> ids = expected.stream().map(kind.id()).toList();
    Seeds.check(
        20,
        random -> {
          int offset = random.nextInt(25);
          int limit = 1 + random.nextInt(25);
          int from = Math.min(offset, ids.size());
          assertThat(
                  store.<List<V>>read(view -> kind.rows().apply(view).page(offset, limit)).stream()
                      .map(kind.id())
                      .toList())
              .isEqualTo(ids.subList(from, Math.min(ids.size(), from + limit)));
        });
  }

  @ParameterizedTest
  @MethodSource("kinds")
  <I, V> void instantsAreCutToTheMillisecond(Kind<I, V> kind) {
    change(tx -> kind.table().apply(tx).insert(kind.make(1, NOW.plusNanos(999_999))));
    V kept = store.read(view -> kind.rows().apply(view).page(0, 1)).getFirst();
    assertThat(kept.toString()).contains(NOW.toString()).doesNotContainPattern("\\.\\d{4,}Z");
  }

  @Test
  void aVersionIsOfOneKey() {
    Key first = (Key) Kind.all().getFirst().make(2, NOW);
    KeyVersion shared = first.versions().get(1);
    Key second = withVersions(4, List.of(Kind.version(NOW), shared));
    change(tx -> {
      tx.keys().insert(first);
      refused(StoreException.Reason.DUPLICATE, () -> tx.keys().insert(second));
      assertThat(tx.keys().find(second.id())).isEmpty();
    });
    assertThat(store.<Optional<KeyId>>read(view -> view.keyOfVersion(shared.id())))
        .contains(first.id());
    assertThat(
            store.<Optional<KeyId>>read(
                view -> view.keyOfVersion(second.versions().getFirst().id())))
        .isEmpty();
    change(tx -> tx.keys().delete(first.id()));
    assertThat(store.<Optional<KeyId>>read(view -> view.keyOfVersion(shared.id()))).isEmpty();
    change(tx -> tx.keys().insert(second));
    reopen();
    assertThat(store.<Optional<KeyId>>read(view -> view.keyOfVersion(shared.id())))
        .contains(second.id());
  }

  @Test
  void keysAreCountedByInstance() {
    change(tx -> {
      for (int n = 0; n < 7; n++) {
        tx.keys().insert((Key) Kind.all().getFirst().make(n, NOW));
      }
    });
    assertThat(
            IntStream.range(0, 4)
                .mapToLong(n -> store.read(view -> view.keysOf(Kind.instanceId(n)))))
        .containsExactly(3L, 2L, 2L, 0L);
  }

  @Test
  void anHsmIsAMemberOfOneCluster() {
    HsmCluster first = (HsmCluster) Kind.all().get(3).make(2, NOW);
    ClusterMember shared = first.members().getFirst();
    HsmCluster second = (HsmCluster) Kind.all().get(3).make(3, NOW);
    change(tx -> {
      tx.clusters().insert(first);
      tx.clusters().insert(second);
      refused(
          StoreException.Reason.DUPLICATE,
          () -> tx.clusters().update(second.id(), old -> withMember(old, shared)));
    });
    assertThat(store.<Optional<HsmCluster>>read(view -> view.clusters().find(second.id())))
        .contains(second);
  }

  @Test
  void settingsAreInsertedOrReplaced() {
    change(tx -> tx.putSetting("b", new byte[] {1}));
    change(tx -> tx.putSetting("a", new byte[] {0, -1}));
    change(tx -> tx.putSetting("b", new byte[] {3}));
    change(tx -> tx.putSetting("none", new byte[0]));
    reopen();
    assertThat(store.<Optional<byte[]>>read(view -> view.settings().find("b")).orElseThrow())
        .containsExactly(3);
    assertThat(store.<Optional<byte[]>>read(view -> view.settings().find("a")).orElseThrow())
        .containsExactly(0, -1);
    assertThat(store.<Optional<byte[]>>read(view -> view.settings().find("none")).orElseThrow())
        .isEmpty();
    assertThat(store.<Optional<byte[]>>read(view -> view.settings().find("B"))).isEmpty();
    assertThat(store.<Long>read(view -> view.settings().count())).isEqualTo(3);
  }

  @Test
  void anAuditHeadIsKeptOnceAndInOrder() {
    List<AuditHead> heads =
        IntStream.of(5, 2, 9)
            .mapToObj(n -> new AuditHead(n, new byte[] {(byte) n}, NOW, "hsm", new byte[] {1}))
            .toList();
    change(tx -> heads.forEach(tx::appendAuditHead));
    change(
        tx -> refused(StoreException.Reason.DUPLICATE, () -> tx.appendAuditHead(heads.getFirst())));
    reopen();
    assertThat(store.<List<AuditHead>>read(view -> view.auditHeads(3, 10)))
        .usingRecursiveComparison()
        .isEqualTo(List.of(heads.get(0), heads.get(2)));
    assertThat(store.<List<AuditHead>>read(view -> view.auditHeads(0, 2)))
        .extracting(AuditHead::sequence)
        .containsExactly(2L, 5L);
  }

  private static Key withVersions(int n, List<KeyVersion> versions) {
    return ((Key) Kind.all().getFirst().make(n, NOW)).withVersions(versions);
  }

  private static HsmCluster withMember(HsmCluster old, ClusterMember member) {
    HsmCluster empty = old;
    for (ClusterMember gone : old.members()) {
      empty = empty.without(gone.id());
    }
    return empty.joined(member);
  }

  private <I, V> void requireHolds(Kind<I, V> kind, List<V> values) {
    store.read(view -> {
      Rows<I, V> rows = kind.rows().apply(view);
      assertThat(rows.count()).isEqualTo(values.size());
      same(rows.page(0, 1_000), values);
      values.forEach(value -> same(rows.find(kind.id().apply(value)).orElseThrow(), value));
      return true;
    });
  }

  /// Also in the bytes of arrays.
  private static void same(Object kept, Object given) {
    assertThat(kept).usingRecursiveComparison().isEqualTo(given);
  }

  private static void refused(StoreException.Reason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private void reopen() {
    store.close();
    store = open();
  }

  private void change(Consumer<Transaction> change) {
    store.inTransaction(tx -> {
      change.accept(tx);
      return true;
    });
  }
}
