package coffer.clusters;

import coffer.hsm.Hsm;
import coffer.model.ClusterId;
import coffer.store.Snapshot;
import coffer.store.Store;
import coffer.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The checks of a cluster's domain keys, one for each version: who is to serve must hold them all,
/// since blobs of every version are about.
///
/// @param newest of the version in use
/// @param older of those before
record DomainChecks(DomainCheck newest, List<DomainCheck> older) {
  DomainChecks {
    older = List.copyOf(older);
  }

  /// Empty before the domain keys are made.
  static Optional<DomainChecks> find(Store store, ClusterId cluster) {
    return store.read(view -> {
      Optional<DomainCheck> newest = read(view, setting(cluster));
      return newest.map(check -> {
        List<DomainCheck> older = new ArrayList<>();
        for (int version = 1; version < check.version(); version++) {
          read(view, setting(cluster, version)).ifPresent(older::add);
        }
        return new DomainChecks(check, older);
      });
    });
  }

  boolean pass(Hsm hsm) {
    return newest.passes(hsm) && older.stream().allMatch(check -> check.passes(hsm));
  }

  /// As far as the versions that it holds go.
  boolean pass(Hsm hsm, Set<Integer> held) {
    return Stream.concat(older.stream(), Stream.of(newest))
        .filter(check -> held.contains(check.version()))
        .allMatch(check -> check.passes(hsm));
  }

  int version() {
    return newest.version();
  }

  /// Puts `next` in the place of the newest, which stays as one of the older.
  static void add(Transaction transaction, ClusterId cluster, DomainCheck next) {
    read(transaction, setting(cluster))
        .ifPresent(
            before -> transaction.putSetting(setting(cluster, before.version()), before.encode()));
    transaction.putSetting(setting(cluster), next.encode());
  }

  /// When the cluster goes.
  static void forget(Transaction transaction, ClusterId cluster) {
    read(transaction, setting(cluster))
        .ifPresent(newest -> {
          for (int version = 1; version < newest.version(); version++) {
            transaction.putSetting(setting(cluster, version), new byte[0]);
          }
        });
    transaction.putSetting(setting(cluster), new byte[0]);
  }

  private static Optional<DomainCheck> read(Snapshot view, String setting) {
    return view.settings().find(setting).filter(bytes -> bytes.length > 0).map(DomainCheck::decode);
  }

  private static String setting(ClusterId cluster) {
    return "cluster/" + cluster + "/domain-check";
  }

  private static String setting(ClusterId cluster, int version) {
    return setting(cluster) + "/" + version;
  }
}
