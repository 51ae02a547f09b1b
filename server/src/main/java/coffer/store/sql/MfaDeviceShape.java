package coffer.store.sql;

import coffer.model.EntityId;
import coffer.model.MfaDevice;
import coffer.model.MfaSerial;
import java.sql.SQLException;

/// Second factors with their sealed seeds.
final class MfaDeviceShape implements Shape.Simple<MfaSerial, MfaDevice> {
  @Override
  public String table() {
    return "ram_mfa_devices";
  }

  @Override
  public String key() {
    return "serial";
  }

  @Override
  public MfaSerial id(MfaDevice value) {
    return value.serial();
  }

  @Override
  public Row row(MfaDevice value) {
    return Row.of("serial", value.serial().value())
        .bytes("sealed_seed", value.sealedSeed())
        .text("user_id", value.user())
        .whole("last_step", value.lastStep())
        .time("created_at", value.created())
        .time("bound_at", value.bound());
  }

  @Override
  public MfaDevice read(Columns columns) throws SQLException {
    return new MfaDevice(
        new MfaSerial(columns.text("serial")),
        columns.bytes("sealed_seed"),
        columns.textOrAbsent("user_id").map(EntityId::new),
        columns.whole("last_step"),
        columns.time("created_at"),
        columns.timeOrAbsent("bound_at"));
  }
}
