package coffer.store.sql;

import coffer.model.ClusterId;
import coffer.model.KeyId;
import coffer.model.KeyVersionId;
import coffer.model.KmsInstanceId;
import coffer.model.MigratedVersion;
import coffer.model.ProtectionLevel;
import coffer.model.WireName;
import coffer.model.WrapFormat;
import coffer.model.WrappedKey;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Copies of key versions under another cluster's KEK. What counts is decided in statements over
/// the whole instance, so that the moment in which they take the originals' place stays short
/// however many there are.
final class MigratedRows {
  private static final String COLUMNS =
      "cluster_id, source_mac, kek_version, wrap_format, wrapped, public_key, row_mac, fingerprint,"
          + " created_at";

  private static final String KEEP =
      "INSERT INTO migrated_versions (version_id, "
          + COLUMNS
          + ") SELECT id, :cluster_id, :source_mac, :kek_version, :wrap_format, :wrapped,"
          + " :public_key, :row_mac, :fingerprint, :created_at"
          + " FROM key_versions WHERE id = :version_id AND row_mac = :source_mac"
          + " ON CONFLICT (version_id) DO UPDATE SET cluster_id = excluded.cluster_id,"
          + " source_mac = excluded.source_mac, kek_version = excluded.kek_version,"
          + " wrap_format = excluded.wrap_format, wrapped = excluded.wrapped,"
          + " public_key = excluded.public_key, row_mac = excluded.row_mac,"
          + " fingerprint = excluded.fingerprint, created_at = excluded.created_at";

  private static final String OF = "SELECT * FROM migrated_versions WHERE version_id = :id";

  private static final String LEFT =
      """
      SELECT DISTINCT k.id AS id FROM keys k JOIN key_versions v ON v.key_id = k.id
      LEFT JOIN migrated_versions m ON m.version_id = v.id AND m.cluster_id = :cluster
        AND m.source_mac = v.row_mac
      WHERE k.instance_id = :instance AND k.id > :after AND v.wrapped IS NOT NULL
        AND m.version_id IS NULL
      ORDER BY k.id LIMIT :limit\
      """;

  private static final String VERSIONS_OF =
      "SELECT v.id FROM key_versions v JOIN keys k ON k.id = v.key_id"
          + " WHERE k.instance_id = :instance";

  private static final String KEYS_OF = "SELECT id FROM keys WHERE instance_id = :instance";

  private static final String ADOPT =
      "UPDATE key_versions SET (kek_version, wrap_format, wrapped, public_key, row_mac) ="
          + " (SELECT m.kek_version, m.wrap_format, m.wrapped, m.public_key, m.row_mac"
          + " FROM migrated_versions m WHERE m.version_id = key_versions.id)"
          + " WHERE wrapped IS NOT NULL AND id IN ("
          + VERSIONS_OF
          + ")";

  private static final String ADOPT_FINGERPRINTS =
      "UPDATE imported_materials SET rev = rev + 1, fingerprint = (SELECT m.fingerprint"
          + " FROM migrated_versions m JOIN key_versions v ON v.id = m.version_id"
          + " WHERE v.key_id = imported_materials.key_id)"
          + " WHERE key_id IN (SELECT v.key_id FROM migrated_versions m"
          + " JOIN key_versions v ON v.id = m.version_id WHERE m.fingerprint IS NOT NULL"
          + " AND v.key_id IN ("
          + KEYS_OF
          + "))";

  private static final String FORGET_FINGERPRINTS =
      "DELETE FROM imported_materials WHERE key_id IN ("
          + KEYS_OF
          + ") AND key_id NOT IN (SELECT v.key_id FROM migrated_versions m"
          + " JOIN key_versions v ON v.id = m.version_id)";

  private static final String FORGET_TICKETS =
      "DELETE FROM import_tickets WHERE key_id IN (" + KEYS_OF + ")";

  private static final String PROTECT =
      "UPDATE keys SET protection_level = :level, rev = rev + 1 WHERE instance_id = :instance";

  private static final String FORGET =
      "DELETE FROM migrated_versions WHERE version_id IN (" + VERSIONS_OF + ")";

  private MigratedRows() {}

  /// Does nothing when the version is not, or not any more, as `sourceMac` says.
  static void keep(Session session, MigratedVersion version) {
    WrappedKey material = version.material();
    int _ =
        session.execute(
            KEEP,
            Row.of("version_id", version.version().toString())
                .text("cluster_id", version.cluster().value())
                .bytes("source_mac", version.sourceMac())
                .whole("kek_version", material.kekVersion())
                .text("wrap_format", material.format().wireName())
                .bytes("wrapped", material.wrapped())
                .bytes(
                    "public_key", Optional.of(material.publicKey()).filter(key -> key.length > 0))
                .bytes("row_mac", version.rowMac())
                .bytes("fingerprint", version.fingerprint())
                .time("created_at", version.created()));
  }

  static Optional<MigratedVersion> of(Session session, KeyVersionId version) {
    return session.first(OF, Row.of("id", version.toString()), MigratedRows::read);
  }

  /// Keys of which a version with material has no true copy, by id.
  static List<KeyId> left(
      Session session, KmsInstanceId instance, ClusterId cluster, String after, int limit) {
    return session.query(
        LEFT,
        of(instance).text("cluster", cluster.value()).text("after", after).whole("limit", limit),
        columns -> new KeyId(columns.text("id")));
  }

  /// @return how many versions
  static int adopt(Session session, KmsInstanceId instance, ProtectionLevel level) {
    int _ = session.execute(ADOPT_FINGERPRINTS, of(instance));
    int _ = session.execute(FORGET_FINGERPRINTS, of(instance));
    int _ = session.execute(FORGET_TICKETS, of(instance));
    int _ = session.execute(PROTECT, of(instance).text("level", level.wireName()));
    int adopted = session.execute(ADOPT, of(instance));
    forget(session, instance);
    return adopted;
  }

  static void forget(Session session, KmsInstanceId instance) {
    int _ = session.execute(FORGET, of(instance));
  }

  private static Row of(KmsInstanceId instance) {
    return Row.of("instance", instance.value());
  }

  private static MigratedVersion read(Columns columns) throws SQLException {
    return new MigratedVersion(
        new KeyVersionId(UUID.fromString(columns.text("version_id"))),
        new ClusterId(columns.text("cluster_id")),
        columns.bytes("source_mac"),
        new WrappedKey(
            Math.toIntExact(columns.whole("kek_version")),
            WireName.of(WrapFormat.class, columns.text("wrap_format")),
            columns.bytes("wrapped"),
            columns.bytesOrAbsent("public_key").orElseGet(() -> new byte[0])),
        columns.bytes("row_mac"),
        columns.bytesOrAbsent("fingerprint"),
        columns.time("created_at"));
  }
}
