package coffer.store.sql;

import coffer.model.AccessPointName;
import coffer.model.ClientKey;
import coffer.model.ClientKeyId;
import java.sql.SQLException;

/// The public halves of client keys.
final class ClientKeyShape implements Shape.Simple<ClientKeyId, ClientKey> {
  @Override
  public String table() {
    return "client_keys";
  }

  @Override
  public String key() {
    return "id";
  }

  @Override
  public ClientKeyId id(ClientKey value) {
    return value.id();
  }

  @Override
  public Row row(ClientKey value) {
    return Row.of("id", value.id().value())
        .text("access_point", value.accessPoint().value())
        .bytes("certificate", value.certificate())
        .time("not_before", value.notBefore())
        .time("not_after", value.notAfter())
        .time("created_at", value.created());
  }

  @Override
  public ClientKey read(Columns columns) throws SQLException {
    return new ClientKey(
        new ClientKeyId(columns.text("id")),
        new AccessPointName(columns.text("access_point")),
        columns.bytes("certificate"),
        columns.time("not_before"),
        columns.time("not_after"),
        columns.time("created_at"));
  }
}
