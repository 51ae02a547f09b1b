package coffer.store.sql;

import coffer.model.ClusterId;
import coffer.model.HsmJob;
import coffer.model.HsmJobId;
import java.sql.SQLException;

/// Jobs of cluster life.
final class HsmJobShape implements Shape.Simple<HsmJobId, HsmJob> {
  @Override
  public String table() {
    return "hsm_jobs";
  }

  @Override
  public String key() {
    return "id";
  }

  @Override
  public HsmJobId id(HsmJob value) {
    return value.id();
  }

  @Override
  public Row row(HsmJob value) {
    return Row.of("id", value.id().value())
        .text("cluster_id", value.cluster().value())
        .text("action", value.action())
        .text("status", value.status().wireName())
        .whole("progress", value.progress())
        .text("error", value.error())
        .text("response", value.response())
        .time("created_at", value.created());
  }

  @Override
  public HsmJob read(Columns columns) throws SQLException {
    return new HsmJob(
        new HsmJobId(columns.text("id")),
        new ClusterId(columns.text("cluster_id")),
        columns.text("action"),
        columns.name(HsmJob.Status.class, "status"),
        Math.toIntExact(columns.whole("progress")),
        columns.text("error"),
        columns.text("response"),
        columns.time("created_at"));
  }
}
