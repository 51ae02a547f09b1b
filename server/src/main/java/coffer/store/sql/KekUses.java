package coffer.store.sql;

import coffer.model.KeyStorageMechanism;
import coffer.model.KmsInstanceId;
import coffer.store.KekUse;
import java.util.List;

/// Versions counted by the KEK that wraps them.
final class KekUses {
  private static final String OF =
      "SELECT v.kek_version AS kek, k.storage AS storage, COUNT(*) AS n"
          + " FROM keys k JOIN key_versions v ON v.key_id = k.id"
          + " WHERE k.instance_id = :id AND v.kek_version IS NOT NULL"
          + " GROUP BY v.kek_version, k.storage ORDER BY v.kek_version, k.storage";

  private KekUses() {}

  static List<KekUse> of(Session session, KmsInstanceId instance) {
    return session.query(
        OF,
        Row.of("id", instance.value()),
        columns ->
            new KekUse(
                Math.toIntExact(columns.whole("kek")),
                columns.name(KeyStorageMechanism.class, "storage"),
                columns.whole("n")));
  }
}
