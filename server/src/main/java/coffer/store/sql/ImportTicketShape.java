package coffer.store.sql;

import coffer.model.ImportTicket;
import coffer.model.ImportTicketId;
import coffer.model.KeyId;
import coffer.model.WrapFormat;
import coffer.model.WrappedKey;
import coffer.model.WrappingAlgorithm;
import java.sql.SQLException;
import java.util.UUID;

/// Invitations to import key material.
final class ImportTicketShape implements Shape.Simple<ImportTicketId, ImportTicket> {
  @Override
  public String table() {
    return "import_tickets";
  }

  @Override
  public String key() {
    return "id";
  }

  @Override
  public ImportTicketId id(ImportTicket value) {
    return value.id();
  }

  @Override
  public Row row(ImportTicket value) {
    return Row.of("id", value.id().toString())
        .text("key_id", value.key().value())
        .text("algorithm", value.algorithm().wireName())
        .whole("kek_version", value.pair().kekVersion())
        .text("wrap_format", value.pair().format().wireName())
        .bytes("wrapped", value.pair().wrapped())
        .bytes("public_key", value.pair().publicKey())
        .whole("attempts", value.attempts())
        .time("expires_at", value.expires())
        .time("created_at", value.created());
  }

  @Override
  public ImportTicket read(Columns columns) throws SQLException {
    return new ImportTicket(
        new ImportTicketId(UUID.fromString(columns.text("id"))),
        new KeyId(columns.text("key_id")),
        columns.name(WrappingAlgorithm.class, "algorithm"),
        new WrappedKey(
            Math.toIntExact(columns.whole("kek_version")),
            columns.name(WrapFormat.class, "wrap_format"),
            columns.bytes("wrapped"),
            columns.bytes("public_key")),
        Math.toIntExact(columns.whole("attempts")),
        columns.time("expires_at"),
        columns.time("created_at"));
  }
}
