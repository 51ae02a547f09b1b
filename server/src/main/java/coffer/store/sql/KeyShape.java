package coffer.store.sql;

import coffer.model.Key;
import coffer.model.KeyId;
import coffer.model.KeySpec;
import coffer.model.KeyState;
import coffer.model.KeyStorageMechanism;
import coffer.model.KeyUsage;
import coffer.model.KeyVersion;
import coffer.model.KmsInstanceId;
import coffer.model.Origin;
import coffer.model.ProtectionLevel;
import coffer.model.WireName;
import java.sql.SQLException;
import java.util.List;

/// Keys, with their versions.
final class KeyShape implements Shape.Whole<KeyId, Key, KeyVersion> {
  @Override
  public String table() {
    return "keys";
  }

  @Override
  public String key() {
    return "id";
  }

  @Override
  public KeyId id(Key value) {
    return value.id();
  }

  @Override
  public Row row(Key value) {
    return Row.of("id", value.id().value())
        .text("instance_id", value.instance().value())
        .text("spec", value.spec().wireName())
        .text("usage", value.usage().wireName())
        .text("secondary_usage", value.secondaryUsage().map(WireName::wireName))
        .text("state", value.state().wireName())
        .text("origin", value.origin().wireName())
        .text("protection_level", value.protectionLevel().wireName())
        .text("storage", value.storage().wireName())
        .text("description", value.description())
        .text("creator", value.creator())
        .time("created_at", value.created())
        .time("delete_at", value.deleteDate())
        .time("material_expires_at", value.materialExpires())
        .flag("deletion_protected", value.deletionProtected())
        .text("deletion_protection_description", value.deletionProtectionDescription());
  }

  @Override
  public Parts<KeyVersion> parts() {
    return new KeyVersionParts();
  }

  @Override
  public List<KeyVersion> partsOf(Key value) {
    return value.versions();
  }

  @Override
  public Key read(Columns columns, List<KeyVersion> versions) throws SQLException {
    return new Key(
        new KeyId(columns.text("id")),
        new KmsInstanceId(columns.text("instance_id")),
        columns.name(KeySpec.class, "spec"),
        columns.name(KeyUsage.class, "usage"),
        columns.textOrAbsent("secondary_usage").map(name -> WireName.of(KeyUsage.class, name)),
        columns.name(KeyState.class, "state"),
        columns.name(Origin.class, "origin"),
        columns.name(ProtectionLevel.class, "protection_level"),
        columns.name(KeyStorageMechanism.class, "storage"),
        columns.text("description"),
        columns.text("creator"),
        columns.time("created_at"),
        versions,
        columns.timeOrAbsent("delete_at"),
        columns.timeOrAbsent("material_expires_at"),
        columns.flag("deletion_protected"),
        columns.text("deletion_protection_description"));
  }
}
