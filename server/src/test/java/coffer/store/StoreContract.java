package coffer.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.model.Alias;
import coffer.model.AliasName;
import coffer.model.AuditHead;
import coffer.model.Key;
import coffer.model.KeyId;
import coffer.model.KeyState;
import coffer.model.KeyStorageMechanism;
import coffer.model.KmsInstanceId;
import coffer.testing.SampleKeys;
import coffer.testing.Seeds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every store keeps of aliases, of the parts of the keys, and of audit heads.
public abstract class StoreContract {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final KmsInstanceId HERE = new KmsInstanceId("kst-00000000000000000001");
  private static final KmsInstanceId THERE = new KmsInstanceId("kst-00000000000000000002");

  private Store store;

  protected StoreContract() {}

  protected abstract Store open();

  @BeforeEach
  void openIt() {
    store = open();
  }

  @AfterEach
  void closeIt() {
    store.close();
  }

  @Test
  void anAliasIsKeptAsItWasWritten() {
    Alias alias = alias("alias/a-B_c/9", 'a', 0);
    change(tx -> tx.aliases().insert(alias));
    assertThat(store.<Optional<Alias>>read(view -> view.aliases().find(alias.name())))
        .contains(alias);
    change(tx -> tx.aliases().update(alias.name(), old -> old.of(key('b'))));
    assertThat(store.<Optional<Alias>>read(view -> view.aliases().find(alias.name())))
        .contains(alias("alias/a-B_c/9", 'b', 0));
    change(tx -> tx.aliases().delete(alias.name()));
    assertThat(store.<Optional<Alias>>read(view -> view.aliases().find(alias.name()))).isEmpty();
  }

  @Test
  void anAliasIsUniqueAndItsCaseCounts() {
    change(tx -> tx.aliases().insert(alias("alias/a", 'a', 0)));
    assertThatThrownBy(() -> change(tx -> tx.aliases().insert(alias("alias/a", 'b', 1))))
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> assertThat(e.reason()).isEqualTo(StoreException.Reason.DUPLICATE));
    change(tx -> tx.aliases().insert(alias("alias/A", 'b', 1)));
    assertThat(store.<Long>read(view -> view.aliases().count())).isEqualTo(2);
  }

  @Test
  void whatIsNotThereIsMissing() {
    AliasName name = new AliasName("alias/none");
    for (Consumer<Transaction> change :
        List.<Consumer<Transaction>>of(
            tx -> tx.aliases().delete(name), tx -> tx.aliases().update(name, old -> old))) {
      assertThatThrownBy(() -> change(change))
          .isInstanceOfSatisfying(
              StoreException.class,
              e -> assertThat(e.reason()).isEqualTo(StoreException.Reason.MISSING));
    }
  }

  @Test
  void aliasesArePagedAsAModelSays() {
    Seeds.check(
        20,
        random -> {
          Map<AliasName, Alias> model = new TreeMap<>();
          change(tx -> {
            tx.aliases().page(0, 1_000).forEach(alias -> tx.aliases().delete(alias.name()));
            for (int i = 0; i < 60; i++) {
              change(tx, model, random);
            }
          });
          List<Alias> all = inOrder(model.values().stream().toList());
          assertThat(pages(random, view -> view.aliases())).isEqualTo(all);
          for (char key = 'a'; key <= 'c'; key++) {
            KeyId wanted = key(key);
            assertThat(pages(random, view -> view.aliases(wanted)))
                .isEqualTo(all.stream().filter(alias -> alias.key().equals(wanted)).toList());
          }
        });
  }

  private static void change(Transaction tx, Map<AliasName, Alias> model, RandomGenerator random) {
    Alias drawn =
        alias("alias/" + random.nextInt(20), (char) ('a' + random.nextInt(3)), random.nextInt(3));
    Alias known = model.get(drawn.name());
    if (known == null) {
      tx.aliases().insert(drawn);
      model.put(drawn.name(), drawn);
    } else if (random.nextBoolean()) {
      tx.aliases().update(known.name(), old -> old.of(drawn.key()));
      model.put(known.name(), known.of(drawn.key()));
    } else {
      tx.aliases().delete(known.name());
      model.remove(known.name());
    }
  }

  private static List<Alias> inOrder(List<Alias> aliases) {
    return aliases.stream()
        .sorted(Comparator.comparing(Alias::created).thenComparing(Alias::name))
        .toList();
  }

  @Test
  void keysInDestroyingAreNotVisibleAndInstancesAreApart() {
    List<Key> here = new ArrayList<>();
    List<Key> there = new ArrayList<>();
    char id = 'a';
    for (KeyState state : KeyState.values()) {
      here.add(SampleKeys.key(key(id++), HERE, state, NOW));
      there.add(SampleKeys.key(key(id++), THERE, state, NOW));
      there.add(SampleKeys.key(key(id++), THERE, state, NOW));
    }
    change(tx -> {
      here.forEach(tx.keys()::insert);
      there.forEach(tx.keys()::insert);
    });
    assertThat(ids(view -> view.visibleKeys(HERE))).isEqualTo(visible(here));
    assertThat(ids(view -> view.visibleKeys(THERE))).isEqualTo(visible(there));
    assertThat(ids(view -> view.visibleKeys()))
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(visible(here).stream(), visible(there).stream()).toList());
    assertThat(ids(view -> view.keys())).hasSize(15);
    Key destroying = here.getLast();
    assertThat(store.<Optional<Key>>read(view -> view.visibleKeys().find(destroying.id())))
        .isEmpty();
    assertThat(
            store.<Optional<Key>>read(view -> view.visibleKeys(HERE).find(there.getFirst().id())))
        .isEmpty();
    assertThat(
            store.<Optional<Key>>read(view -> view.visibleKeys(THERE).find(there.getFirst().id())))
        .isPresent();
  }

  @Test
  void keysInsideHsmsAreToldFromThoseThatRestHere() {
    KeyStorageMechanism internal = KeyStorageMechanism.HSM_INTERNAL;
    Key here = SampleKeys.key(key('a'), HERE, KeyState.ENABLED, NOW, internal);
    change(tx -> {
      tx.keys().insert(here);
      tx.keys().insert(SampleKeys.key(key('b'), HERE, KeyState.ENABLED, NOW));
      tx.keys().insert(SampleKeys.key(key('c'), THERE, KeyState.ENABLED, NOW, internal));
      tx.keys().insert(SampleKeys.key(key('d'), HERE, KeyState.DESTROYING, NOW, internal));
    });
    assertThat(ids(view -> view.internalKeys(HERE))).containsExactly(here.id());
    assertThat(store.<Long>read(view -> view.internalKeys(THERE).count())).isEqualTo(1);
  }

  @Test
  void keysAreToBeDestroyedFromTheEndOfTheirWindow() {
    Duration instant = Duration.ofMillis(1);
    List<Key> due =
        List.of(
            SampleKeys.key(key('a'), HERE, KeyState.PENDING_DELETION, NOW.minus(instant)),
            SampleKeys.key(key('b'), THERE, KeyState.PENDING_DELETION, NOW),
            SampleKeys.key(key('c'), HERE, KeyState.DESTROYING, NOW.plus(instant)));
    List<Key> others =
        List.of(
            SampleKeys.key(key('d'), HERE, KeyState.PENDING_DELETION, NOW.plus(instant)),
            SampleKeys.key(key('e'), HERE, KeyState.ENABLED, NOW.minus(instant)),
            SampleKeys.key(key('f'), HERE, KeyState.DISABLED, NOW.minus(instant)),
            SampleKeys.key(key('g'), HERE, KeyState.PENDING_IMPORT, NOW.minus(instant)));
    change(tx -> {
      others.forEach(tx.keys()::insert);
      due.forEach(tx.keys()::insert);
    });
    assertThat(ids(view -> view.keysToDestroy(NOW))).isEqualTo(due.stream().map(Key::id).toList());
    assertThat(ids(view -> view.keysToDestroy(Instant.EPOCH))).containsExactly(key('c'));
  }

  @Test
  void enabledKeysAreToRotateFromTheirTimeOn() {
    Duration age = Duration.between(Instant.EPOCH, NOW);
    Key due = enabled('a', age);
    Key later = enabled('b', age.plusSeconds(1));
    Key never = SampleKeys.key(key('c'), HERE, KeyState.ENABLED, NOW);
    Key disabled =
        SampleKeys.key(key('d'), HERE, KeyState.DISABLED, NOW).rotating(Optional.of(age));
    change(tx -> List.of(due, later, never, disabled).forEach(tx.keys()::insert));
    assertThat(ids(view -> view.keysToRotate(NOW))).containsExactly(due.id());
    assertThat(ids(view -> view.keysToRotate(NOW.minusMillis(1)))).isEmpty();
    change(tx -> tx.keys().update(later.id(), key -> key.rotating(Optional.of(age))));
    assertThat(ids(view -> view.keysToRotate(NOW))).containsExactly(due.id(), later.id());
  }

  private static Key enabled(char id, Duration interval) {
    return SampleKeys.key(key(id), HERE, KeyState.ENABLED, NOW).rotating(Optional.of(interval));
  }

  @Test
  void aReaderSeesOneState() {
    change(tx -> tx.aliases().insert(alias("alias/a", 'a', 0)));
    long seen =
        store.read(view -> {
          long before = view.aliases().count();
          change(tx -> tx.aliases().insert(alias("alias/b", 'a', 0)));
          assertThat(view.aliases().count()).isEqualTo(before);
          assertThat(view.aliases(key('a')).count()).isEqualTo(before);
          return before;
        });
    assertThat(seen).isOne();
    assertThat(store.<Long>read(view -> view.aliases().count())).isEqualTo(2);
  }

  @Test
  void auditHeadsBelowASequenceAreForgotten() {
    change(tx ->
        LongStream.rangeClosed(1, 10)
            .forEach(sequence ->
                tx.appendAuditHead(
                    new AuditHead(sequence, new byte[32], NOW, "hsm", new byte[64]))));
    assertThat(store.<Integer>inTransaction(tx -> tx.pruneAuditHeads(1))).isZero();
    assertThat(store.<Integer>inTransaction(tx -> tx.pruneAuditHeads(8))).isEqualTo(7);
    assertThat(store.<List<AuditHead>>read(view -> view.auditHeads(0, 100)))
        .extracting(AuditHead::sequence)
        .containsExactly(8L, 9L, 10L);
    assertThat(store.<Integer>inTransaction(tx -> tx.pruneAuditHeads(Long.MAX_VALUE))).isEqualTo(2);
    assertThat(store.<Optional<AuditHead>>read(view -> view.newestAuditHead()))
        .map(AuditHead::sequence)
        .contains(10L);
  }

  private static List<KeyId> visible(List<Key> keys) {
    return keys.stream().filter(key -> key.state() != KeyState.DESTROYING).map(Key::id).toList();
  }

  private List<KeyId> ids(Function<Snapshot, Rows<KeyId, Key>> rows) {
    List<KeyId> found =
        store.read(view -> rows.apply(view).page(0, 1_000).stream().map(Key::id).toList());
    assertThat(store.<Long>read(view -> rows.apply(view).count())).isEqualTo(found.size());
    return found;
  }

  private List<Alias> pages(
      RandomGenerator random, Function<Snapshot, Rows<AliasName, Alias>> rows) {
    int size = 1 + random.nextInt(7);
    List<Alias> all = new ArrayList<>();
    List<Alias> page;
    do {
      page = store.read(view -> rows.apply(view).page(all.size(), size));
      all.addAll(page);
    } while (page.size() == size);
    assertThat(store.<Long>read(view -> rows.apply(view).count())).isEqualTo(all.size());
    return all;
  }

  private void change(Consumer<Transaction> change) {
    store.inTransaction(tx -> {
      change.accept(tx);
      return true;
    });
  }

  private static Alias alias(String name, char key, int second) {
    return new Alias(new AliasName(name), key(key), NOW.plusSeconds(second));
  }

  private static KeyId key(char c) {
    return new KeyId("key-" + String.valueOf(c).repeat(20));
  }
}
