package coffer.store.sql;

import coffer.model.Attachment;
import coffer.model.EntityId;
import coffer.model.EntityKind;
import coffer.model.PolicyName;
import coffer.model.PolicyRef;
import coffer.model.PolicyType;
import java.sql.SQLException;

/// Which policy counts for whom.
final class AttachmentShape implements Shape.Simple<Attachment.Id, Attachment> {
  @Override
  public String table() {
    return "ram_attachments";
  }

  @Override
  public String key() {
    return "id";
  }

  @Override
  public Attachment.Id id(Attachment value) {
    return value.id();
  }

  @Override
  public Row row(Attachment value) {
    return Row.of("id", value.id().toString())
        .text("policy_type", value.policy().type().wireName())
        .text("policy_name", value.policy().name().value())
        .text("entity_kind", value.kind().wireName())
        .text("entity_id", value.entity().value())
        .time("created_at", value.attached());
  }

  @Override
  public Attachment read(Columns columns) throws SQLException {
    return new Attachment(
        new PolicyRef(
            columns.name(PolicyType.class, "policy_type"),
            new PolicyName(columns.text("policy_name"))),
        columns.name(EntityKind.class, "entity_kind"),
        new EntityId(columns.text("entity_id")),
        columns.time("created_at"));
  }
}
