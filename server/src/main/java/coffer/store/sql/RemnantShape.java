package coffer.store.sql;

import coffer.model.KeyVersionId;
import coffer.model.KmsInstanceId;
import coffer.model.Remnant;
import java.sql.SQLException;
import java.util.UUID;

/// Key versions that must not stay inside HSMs.
final class RemnantShape implements Shape.Simple<KeyVersionId, Remnant> {
  @Override
  public String table() {
    return "remnants";
  }

  @Override
  public String key() {
    return "version_id";
  }

  @Override
  public KeyVersionId id(Remnant value) {
    return value.version();
  }

  @Override
  public Row row(Remnant value) {
    return Row.of("version_id", value.version().toString())
        .text("instance_id", value.instance().value())
        .text("cause", value.cause().wireName())
        .time("created_at", value.created());
  }

  @Override
  public Remnant read(Columns columns) throws SQLException {
    return new Remnant(
        new KeyVersionId(UUID.fromString(columns.text("version_id"))),
        new KmsInstanceId(columns.text("instance_id")),
        columns.name(Remnant.Cause.class, "cause"),
        columns.time("created_at"));
  }
}
