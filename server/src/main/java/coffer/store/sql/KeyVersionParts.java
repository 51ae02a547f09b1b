package coffer.store.sql;

import coffer.model.KeyVersion;
import coffer.model.KeyVersionId;
import coffer.model.WireName;
import coffer.model.WrapFormat;
import coffer.model.WrappedKey;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/// The versions of a key. Empty byte arrays rest as NULL.
final class KeyVersionParts extends Parts<KeyVersion> {
  KeyVersionParts() {
    super("key_versions", "key_id");
  }

  @Override
  String id(KeyVersion version) {
    return version.id().toString();
  }

  @Override
  Row row(KeyVersion version) {
    Optional<WrappedKey> material = version.material();
    return Row.of("id", id(version))
        .time("created_at", version.created())
        .whole("kek_version", material.map(key -> (long) key.kekVersion()))
        .text("wrap_format", material.map(key -> key.format().wireName()))
        .bytes("wrapped", material.map(WrappedKey::wrapped))
        .bytes("public_key", material.map(WrappedKey::publicKey).filter(key -> key.length > 0))
        .bytes("row_mac", Optional.of(version.rowMac()).filter(mac -> mac.length > 0));
  }

  @Override
  KeyVersion read(Columns columns) throws SQLException {
    return new KeyVersion(
        new KeyVersionId(UUID.fromString(columns.text("id"))),
        columns.time("created_at"),
        material(columns),
        columns.bytesOrAbsent("row_mac").orElseGet(() -> new byte[0]));
  }

  private static Optional<WrappedKey> material(Columns columns) throws SQLException {
    Optional<byte[]> wrapped = columns.bytesOrAbsent("wrapped");
    if (wrapped.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new WrappedKey(
            Math.toIntExact(columns.whole("kek_version")),
            WireName.of(WrapFormat.class, columns.text("wrap_format")),
            wrapped.get(),
            columns.bytesOrAbsent("public_key").orElseGet(() -> new byte[0])));
  }
}
