package coffer.store.sql;

import coffer.model.Tags;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The tags of one kind of thing, a row for each.
final class TagRows implements Belongings<Tags> {
  private final String table;
  private final String parent;

  TagRows(String table, String parent) {
    this.table = table;
    this.parent = parent;
  }

  @Override
  public Tags none() {
    return Tags.NONE;
  }

  private record Owned(String owner, String key, String value) {}

  @Override
  public Map<String, Tags> read(Session session, String owners, Row arguments) {
    String sql = "SELECT * FROM %s WHERE %s IN (%s)".formatted(table, parent, owners);
    Map<String, TreeMap<String, String>> values = new HashMap<>();
    session
        .query(
            sql,
            arguments,
            columns ->
                new Owned(columns.text(parent), columns.text("tag_key"), columns.text("tag_value")))
        .forEach(tag ->
            values.computeIfAbsent(tag.owner(), _ -> new TreeMap<>()).put(tag.key(), tag.value()));
    Map<String, Tags> byOwner = new HashMap<>();
    values.forEach((owner, tags) -> byOwner.put(owner, new Tags(tags)));
    return byOwner;
  }

  @Override
  public void insert(Session session, String owner, Tags all) {
    all.values()
        .forEach((key, value) -> {
          Row row = Row.of(parent, owner).text("tag_key", key).text("tag_value", value);
          session.execute(Sql.insert(table, row), row);
        });
  }

  /// There are few, and they seldom change: they are written anew.
  @Override
  public void update(Session session, String owner, Tags before, Tags after) {
    if (!before.equals(after)) {
      session.execute(Sql.delete(table, List.of(parent)), Row.of(parent, owner));
      insert(session, owner, after);
    }
  }
}
