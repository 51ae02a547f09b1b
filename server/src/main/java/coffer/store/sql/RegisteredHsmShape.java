package coffer.store.sql;

import coffer.model.HsmId;
import coffer.model.RegisteredHsm;
import java.net.URI;
import java.sql.SQLException;

/// HSMs outside any cluster.
final class RegisteredHsmShape implements Shape.Simple<HsmId, RegisteredHsm> {
  @Override
  public String table() {
    return "registered_hsms";
  }

  @Override
  public String key() {
    return "id";
  }

  @Override
  public HsmId id(RegisteredHsm value) {
    return value.id();
  }

  @Override
  public Row row(RegisteredHsm value) {
    return Row.of("id", value.id().value())
        .text("uri", value.uri().toString())
        .text("zone", value.zone())
        .text("label", value.label())
        .text("serial", value.serial())
        .text("remark", value.remark())
        .flag("enrolled", value.enrolled())
        .time("created_at", value.registered());
  }

  @Override
  public RegisteredHsm read(Columns columns) throws SQLException {
    return new RegisteredHsm(
        new HsmId(columns.text("id")),
        URI.create(columns.text("uri")),
        columns.text("zone"),
        columns.text("label"),
        columns.text("serial"),
        columns.text("remark"),
        columns.flag("enrolled"),
        columns.time("created_at"));
  }
}
