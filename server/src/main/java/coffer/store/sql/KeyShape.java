package coffer.store.sql;

import coffer.model.Key;
import coffer.model.KeyDeletion;
import coffer.model.KeyId;
import coffer.model.KeySpec;
import coffer.model.KeyState;
import coffer.model.KeyStorageMechanism;
import coffer.model.KeyTraits;
import coffer.model.KeyUsage;
import coffer.model.KmsInstanceId;
import coffer.model.Origin;
import coffer.model.ProtectionLevel;
import coffer.model.WireName;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/// Keys, with their versions and tags.
final class KeyShape implements Shape.Whole<KeyId, Key, KeyRows.Of> {
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
    return traits(value.traits())
        .text("state", value.state().wireName())
        .text("description", value.description())
        .time("delete_at", value.deletion().date())
        .time("material_expires_at", value.materialExpires())
        .whole("rotation_seconds", value.rotation().map(Duration::toSeconds))
        .time("rotate_at", value.nextRotation())
        .flag("deletion_protected", value.deletion().protection().isPresent())
        .text("deletion_protection_description", value.deletion().protection().orElse(""));
  }

  private static Row traits(KeyTraits traits) {
    return Row.of("id", traits.id().value())
        .text("instance_id", traits.instance().value())
        .text("spec", traits.spec().wireName())
        .text("usage", traits.usage().wireName())
        .text("secondary_usage", traits.secondaryUsage().map(WireName::wireName))
        .text("origin", traits.origin().wireName())
        .text("protection_level", traits.protectionLevel().wireName())
        .text("storage", traits.storage().wireName())
        .text("creator", traits.creator())
        .time("created_at", traits.created());
  }

  @Override
  public KeyRows parts() {
    return new KeyRows();
  }

  @Override
  public KeyRows.Of partsOf(Key value) {
    return new KeyRows.Of(value.versions(), value.tags());
  }

  @Override
  public Key read(Columns columns, KeyRows.Of rows) throws SQLException {
    return new Key(
        traits(columns),
        columns.name(KeyState.class, "state"),
        rows.versions(),
        columns.text("description"),
        deletion(columns),
        columns.timeOrAbsent("material_expires_at"),
        columns.wholeOrAbsent("rotation_seconds").map(Duration::ofSeconds),
        rows.tags());
  }

  private static KeyTraits traits(Columns columns) throws SQLException {
    return new KeyTraits(
        new KeyId(columns.text("id")),
        new KmsInstanceId(columns.text("instance_id")),
        columns.name(KeySpec.class, "spec"),
        columns.name(KeyUsage.class, "usage"),
        columns.textOrAbsent("secondary_usage").map(name -> WireName.of(KeyUsage.class, name)),
        columns.name(Origin.class, "origin"),
        columns.name(ProtectionLevel.class, "protection_level"),
        columns.name(KeyStorageMechanism.class, "storage"),
        columns.text("creator"),
        columns.time("created_at"));
  }

  private static KeyDeletion deletion(Columns columns) throws SQLException {
    return new KeyDeletion(
        columns.timeOrAbsent("delete_at"),
        columns.flag("deletion_protected")
            ? Optional.of(columns.text("deletion_protection_description"))
            : Optional.empty());
  }
}
