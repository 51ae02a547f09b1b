package coffer.store.sql;

import coffer.store.StoreException;
import coffer.store.StoreException.Reason;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Rows that are part of another row: a list whose order counts, each with an id of its own.
abstract class Parts<P> implements Belongings<List<P>> {
  private final String table;
  private final String parent;

  Parts(String table, String parent) {
    this.table = table;
    this.parent = parent;
  }

  abstract String id(P part);

  /// Every column but the parent's and `ordinal`.
  abstract Row row(P part);

  abstract P read(Columns columns) throws SQLException;

  private record Owned<P>(String owner, P part) {}

  @Override
  public List<P> none() {
    return List.of();
  }

  @Override
  public Map<String, List<P>> read(Session session, String owners, Row arguments) {
    String sql =
        "SELECT * FROM %s WHERE %s IN (%s) ORDER BY %s, ordinal"
            .formatted(table, parent, owners, parent);
    Map<String, List<P>> byOwner = new HashMap<>();
    session
        .query(sql, arguments, columns -> new Owned<>(columns.text(parent), read(columns)))
        .forEach(o -> byOwner.computeIfAbsent(o.owner(), id -> new ArrayList<>()).add(o.part()));
    return byOwner;
  }

  @Override
  public void insert(Session session, String owner, List<P> parts) {
    long ordinal = 0;
    for (P part : parts) {
      insert(session, owner, part, ++ordinal);
    }
  }

  /// Writes only what differs: versions come at the end and go from anywhere. Any other order is
  /// written anew.
  @Override
  public void update(Session session, String owner, List<P> before, List<P> after) {
    Map<String, Long> ordinals = ordinals(session, owner);
    List<String> ids = after.stream().map(this::id).toList();
    Set<String> kept = Set.copyOf(ids);
    if (!grows(List.copyOf(ordinals.keySet()), ids)) {
      session.execute(Sql.delete(table, List.of(parent)), Row.of(parent, owner));
      insert(session, owner, after);
      return;
    }
    Map<String, Row> old = new HashMap<>();
    before.forEach(part -> old.put(id(part), row(part)));
    for (String id : ordinals.keySet()) {
      if (!kept.contains(id)) {
        session.execute(Sql.delete(table, List.of("id")), Row.of("id", id));
      }
    }
    long last = ordinals.values().stream().mapToLong(ordinal -> ordinal).max().orElse(0);
    for (P part : after) {
      Row now = row(part);
      if (!ordinals.containsKey(id(part))) {
        insert(session, owner, part, ++last);
      } else if (!now.sameAs(old.getOrDefault(id(part), new Row()))) {
        session.execute(Sql.update(table, now, "", List.of("id")), now);
      }
    }
  }

  /// Whether `after` is what is left of `before`, in its order, and then what is new.
  private static boolean grows(List<String> before, List<String> after) {
    Set<String> distinct = Set.copyOf(after);
    List<String> left = before.stream().filter(distinct::contains).toList();
    return distinct.size() == after.size() && after.subList(0, left.size()).equals(left);
  }

  private Map<String, Long> ordinals(Session session, String owner) {
    Map<String, Long> ordinals = new LinkedHashMap<>();
    String sql =
        "SELECT id, ordinal FROM %s WHERE %s = :owner ORDER BY ordinal".formatted(table, parent);
    session
        .query(
            sql,
            Row.of("owner", owner),
            columns -> Map.entry(columns.text("id"), columns.whole("ordinal")))
        .forEach(entry -> ordinals.put(entry.getKey(), entry.getValue()));
    return ordinals;
  }

  private void insert(Session session, String owner, P part, long ordinal) {
    Row row = row(part).text(parent, owner).whole("ordinal", ordinal);
    if (session.execute(Sql.insert(table, row), row) == 0) {
      throw new StoreException(Reason.DUPLICATE, "A row of " + table + " has this id already.");
    }
  }
}
