package coffer.keys;

import coffer.hsm.Hsm;
import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.Incoming;
import coffer.hsm.Material;
import coffer.model.ClusterId;
import coffer.model.ErrorCode;
import coffer.model.Key;
import coffer.model.KeyId;
import coffer.model.KeySpec;
import coffer.model.KeyStorageMechanism;
import coffer.model.KeyUsage;
import coffer.model.KeyVersion;
import coffer.model.KeyVersionId;
import coffer.model.KmsException;
import coffer.model.KmsInstance;
import coffer.model.KmsInstanceId;
import coffer.model.MigratedVersion;
import coffer.model.Origin;
import coffer.model.WrappedKey;
import coffer.model.WrappingAlgorithm;
import coffer.store.Rows;
import coffer.store.Store;
import coffer.store.StoreException;
import coffer.store.Transaction;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntConsumer;

/// The keys of an instance on their way from one cluster to another, in two steps:
///
/// 1. each version is copied: exported by the former HSMs under a wrapping key of the others,
///    imported there, shown to be the same, and kept beside the row that serves;
/// 2. in one transaction all copies take the place of their originals, if there is one of each.
///
/// Before the second step nothing has changed; a kill in the first leaves copies that the next
/// attempt finds. Material is only ever in memory where the former HSMs are memory themselves.
public final class KeyMigration {
  private static final Duration TURN_MAX = Duration.ofMinutes(2);
  private static final Duration STRAGGLING = Duration.ofMillis(200);
  private static final int PAGE = 100;
  private static final int PASSES_MAX = 10;
  private static final int PATIENT_PASSES = 3;
  private static final int NOT_YET = -1;

  private final Store store;
  private final KeyDirectory directory;
  private final MaterialGate gate;
  private final Clock clock;

  /// @param from the HSMs that the instance has
  /// @param to those that it gets
  /// @param cluster theirs
  public record Move(KmsInstanceId instance, Hsm from, Hsm to, ClusterId cluster) {}

  /// What else changes when the copies take their originals' place.
  public interface Binding {
    void in(Transaction transaction);

    /// After the commit, before anybody makes or looks for material again.
    void done();
  }

  KeyMigration(Store store, KeyDirectory directory, MaterialGate gate, Clock clock) {
    this.store = store;
    this.directory = directory;
    this.gate = gate;
    this.clock = clock;
  }

  /// Both steps. Returns when the instance's keys are the other cluster's.
  ///
  /// @param progress in percent
  /// @return how many versions
  public int move(Move move, Binding binding, IntConsumer progress) {
    try {
      doubt(move);
      copy(move, progress);
      for (int pass = 0; pass < PASSES_MAX; pass++) {
        // Whoever makes keys as fast as they are copied waits in the end.
        int fewMax = pass < PATIENT_PASSES ? PAGE : Integer.MAX_VALUE - 1;
        int[] adopted = {NOT_YET};
        boolean had =
            gate.alone(move.instance(), TURN_MAX, () -> adopted[0] = adopt(move, binding, fewMax));
        if (!had) {
          throw new KmsException(ErrorCode.SERVICE_UNAVAILABLE);
        }
        if (adopted[0] != NOT_YET) {
          forgetStragglers();
          return adopted[0];
        }
        copy(move, _ -> {});
      }
    } catch (HsmException e) {
      throw Refusals.translate(e);
    }
    throw new KmsException(ErrorCode.SERVICE_UNAVAILABLE);
  }

  /// What an earlier attempt left is as good as what the other HSMs say of it now; if they do not
  /// vouch for one copy, all are made anew.
  private void doubt(Move move) {
    for (KeyId id : keys(move)) {
      Optional<Key> key = store.read(view -> view.keys().find(id));
      if (key.isPresent() && !isVouchedFor(move, key.get())) {
        store.inTransaction(transaction -> {
          transaction.forgetMigrated(move.instance());
          return true;
        });
        return;
      }
    }
  }

  /// All of one moment: pages of several would leave one out when another is destroyed meanwhile.
  private List<KeyId> keys(Move move) {
    return store.read(view -> {
      Rows<KeyId, Key> rows = view.visibleKeys(move.instance());
      List<KeyId> all = new ArrayList<>();
      List<Key> page = rows.page(0, PAGE);
      while (!page.isEmpty()) {
        page.forEach(key -> all.add(key.id()));
        page = rows.page(all.size(), PAGE);
      }
      return all;
    });
  }

  private boolean isVouchedFor(Move move, Key key) {
    return key.versions().stream()
        .allMatch(version ->
            store
                .read(view -> view.migrated(version.id()))
                .filter(copy -> isOf(move, version, copy))
                .map(copy -> isVouchedFor(move, key, copy))
                .orElse(true));
  }

  private static boolean isVouchedFor(Move move, Key key, MigratedVersion copy) {
    RowMac.Binding binding = RowMac.Binding.of(key.traits());
    if (!RowMac.matches(move.to(), binding, copy.version(), copy.material(), copy.rowMac())) {
      return false;
    }
    try {
      Material material = new Material(copy.version(), key.spec(), key.usages(), copy.material());
      move.to().release(move.to().unwrap(material));
      return true;
    } catch (HsmException e) {
      if (e.failure() == HsmFailure.ABSENT || e.failure() == HsmFailure.BAD_CIPHERTEXT) {
        return false;
      }
      throw e;
    }
  }

  /// Who began to read a key before the commit may have put it into memory after it.
  private void forgetStragglers() {
    try {
      Thread.sleep(STRAGGLING);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    directory.forgetAll();
  }

  /// A key that is made meanwhile may be left out.
  private void copy(Move move, IntConsumer progress) {
    long all = Math.max(1L, store.<Long>read(view -> view.keysOf(move.instance())));
    WrappedKey pair = move.to().generate(KeySpec.RSA_2048, Set.of(KeyUsage.ENCRYPT_DECRYPT));
    String after = "";
    long done = 0;
    List<KeyId> left = left(move, after, PAGE);
    while (!left.isEmpty()) {
      List<MigratedVersion> copies = new ArrayList<>();
      for (KeyId id : left) {
        store
            .read(view -> view.keys().find(id))
            .ifPresent(key -> copies.addAll(copies(move, key, pair)));
        progress.accept((int) Math.min(99, 100 * ++done / all));
      }
      store.inTransaction(transaction -> {
        copies.forEach(transaction::keepMigrated);
        return true;
      });
      after = left.getLast().value();
      left = left(move, after, PAGE);
    }
  }

  private List<KeyId> left(Move move, String after, int limit) {
    return store.read(view -> view.keysToMigrate(move.instance(), move.cluster(), after, limit));
  }

  private List<MigratedVersion> copies(Move move, Key key, WrappedKey pair) {
    return key.versions().stream()
        .filter(version -> version.material().isPresent() && !isCopied(move, version))
        .map(version -> copyOf(move, key, version, pair))
        .toList();
  }

  private boolean isCopied(Move move, KeyVersion version) {
    return store
        .read(view -> view.migrated(version.id()))
        .filter(copy -> isOf(move, version, copy))
        .isPresent();
  }

  private static boolean isOf(Move move, KeyVersion version, MigratedVersion copy) {
    return copy.cluster().equals(move.cluster())
        && MessageDigest.isEqual(copy.sourceMac(), version.rowMac());
  }

  private MigratedVersion copyOf(Move move, Key key, KeyVersion version, WrappedKey pair) {
    WrappedKey here = RowMac.authentic(move.from(), key, version);
    WrappedKey there = carried(move, key, version.id(), here, pair);
    boolean inside = key.traits().storage() == KeyStorageMechanism.HSM_INTERNAL;
    byte[] trace = Fingerprint.trace(move.from(), key, name(version.id(), inside), here);
    byte[] copied = Fingerprint.trace(move.to(), key, name(version.id(), inside), there);
    if (!MessageDigest.isEqual(trace, copied)) {
      throw new KmsException(
          ErrorCode.INTERNAL_FAILURE,
          "Key " + key.id() + " is not the same in the other cluster; nothing changed.");
    }
    return new MigratedVersion(
        version.id(),
        move.cluster(),
        version.rowMac(),
        there,
        RowMac.compute(move.to(), RowMac.Binding.of(key.traits()), version.id(), there),
        key.origin() == Origin.EXTERNAL
            ? Optional.of(Fingerprint.of(move.to(), key, there))
            : Optional.empty(),
        Instant.ofEpochMilli(clock.millis()).truncatedTo(ChronoUnit.MILLIS));
  }

  private static WrappedKey carried(
      Move move, Key key, KeyVersionId version, WrappedKey here, WrappedKey pair) {
    Material material = new Material(version, key.spec(), key.usages(), here);
    WrappingAlgorithm algorithm = WrappingAlgorithm.between(key.spec());
    Material wrapping =
        new Material(
            new KeyVersionId(UUID.randomUUID()),
            KeySpec.RSA_2048,
            Set.of(KeyUsage.ENCRYPT_DECRYPT),
            pair);
    byte[] exported = move.from().exportKey(material, algorithm, pair.publicKey());
    Incoming incoming = new Incoming(wrapping, algorithm, exported);
    return material.isInternal()
        ? move.to().importInside(version, incoming, key.spec(), key.usages())
        : move.to().importKey(incoming, key.spec(), key.usages()).wrapped();
  }

  /// What rests inside is found by its own id only.
  private static KeyVersionId name(KeyVersionId version, boolean inside) {
    return inside ? version : new KeyVersionId(UUID.randomUUID());
  }

  /// @param fewMax how many keys may be left to copy, while nobody makes any
  /// @return how many versions; NOT_YET when more are left
  private int adopt(Move move, Binding binding, int fewMax) {
    if (left(move, "", Math.min(fewMax, PAGE) + 1).size() <= fewMax) {
      copy(move, _ -> {});
    }
    int adopted = committed(move, binding);
    if (adopted != NOT_YET) {
      binding.done();
      directory.forgetAll();
    }
    return adopted;
  }

  /// When it is not known whether the transaction happened, the store says so.
  private int committed(Move move, Binding binding) {
    try {
      return store.inTransaction(transaction -> {
        boolean complete =
            transaction.keysToMigrate(move.instance(), move.cluster(), "", 1).isEmpty();
        if (!complete) {
          return NOT_YET;
        }
        int versions = transaction.adoptMigrated(move.instance(), move.to().protectionLevel());
        binding.in(transaction);
        return versions;
      });
    } catch (StoreException e) {
      boolean happened =
          store
              .read(view -> view.instances().find(move.instance()))
              .flatMap(KmsInstance::cluster)
              .filter(move.cluster()::equals)
              .isPresent();
      if (happened) {
        return 0;
      }
      throw e;
    }
  }
}
