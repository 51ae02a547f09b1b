package coffer.store.sql;

import coffer.model.NetworkRule;
import coffer.model.NetworkRuleName;
import java.sql.SQLException;

/// Network rules.
final class NetworkRuleShape implements Shape.Simple<NetworkRuleName, NetworkRule> {
  @Override
  public String table() {
    return "network_rules";
  }

  @Override
  public String key() {
    return "name";
  }

  @Override
  public NetworkRuleName id(NetworkRule value) {
    return value.name();
  }

  @Override
  public Row row(NetworkRule value) {
    return Row.of("name", value.name().value())
        .text("source_private_ip", JsonTexts.write(value.sourcePrivateIp()))
        .text("description", value.description())
        .time("created_at", value.created());
  }

  @Override
  public NetworkRule read(Columns columns) throws SQLException {
    return new NetworkRule(
        new NetworkRuleName(columns.text("name")),
        columns.texts("source_private_ip"),
        columns.text("description"),
        columns.time("created_at"));
  }
}
