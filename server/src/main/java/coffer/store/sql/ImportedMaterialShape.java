package coffer.store.sql;

import coffer.model.ImportedMaterial;
import coffer.model.KeyId;
import java.sql.SQLException;

/// Fingerprints of the material that keys were given first.
final class ImportedMaterialShape implements Shape.Simple<KeyId, ImportedMaterial> {
  @Override
  public String table() {
    return "imported_materials";
  }

  @Override
  public String key() {
    return "key_id";
  }

  @Override
  public KeyId id(ImportedMaterial value) {
    return value.key();
  }

  @Override
  public Row row(ImportedMaterial value) {
    return Row.of("key_id", value.key().value())
        .bytes("fingerprint", value.fingerprint())
        .time("created_at", value.created());
  }

  @Override
  public ImportedMaterial read(Columns columns) throws SQLException {
    return new ImportedMaterial(
        new KeyId(columns.text("key_id")),
        columns.bytes("fingerprint"),
        columns.time("created_at"));
  }
}
