package coffer.store.sql;

import coffer.model.EntityId;
import coffer.model.LoginProfile;
import java.sql.SQLException;

/// Who may log in with a password.
final class LoginProfileShape implements Shape.Simple<EntityId, LoginProfile> {
  @Override
  public String table() {
    return "ram_login_profiles";
  }

  @Override
  public String key() {
    return "user_id";
  }

  @Override
  public EntityId id(LoginProfile value) {
    return value.user();
  }

  @Override
  public Row row(LoginProfile value) {
    return Row.of("user_id", value.user().value())
        .text("password_hash", value.passwordHash())
        .flag("reset_required", value.resetRequired())
        .flag("mfa_required", value.mfaRequired())
        .time("created_at", value.created())
        .time("updated_at", value.updated());
  }

  @Override
  public LoginProfile read(Columns columns) throws SQLException {
    return new LoginProfile(
        new EntityId(columns.text("user_id")),
        columns.text("password_hash"),
        columns.flag("reset_required"),
        columns.flag("mfa_required"),
        columns.time("created_at"),
        columns.time("updated_at"));
  }
}
