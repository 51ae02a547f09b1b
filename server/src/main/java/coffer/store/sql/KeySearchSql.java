package coffer.store.sql;

import coffer.model.Key;
import coffer.store.KeySearch;
import java.util.List;

/// Finds a page of keys by where the one before ended, so that every page costs the same.
final class KeySearchSql {
  private static final String HOLDS = " LIKE LOWER(:text) ESCAPE '!'";
  private static final String TEXT =
      " AND (LOWER(id)"
          + HOLDS
          + " OR LOWER(description)"
          + HOLDS
          + " OR EXISTS (SELECT 1 FROM aliases WHERE aliases.key_id = keys.id AND LOWER(aliases.name)"
          + HOLDS
          + "))";

  private KeySearchSql() {}

  static List<Key> find(Session session, KeySearch search, int limit) {
    Restriction filter = KeyConditions.of(search.filter(), Restriction.visibleKeys());
    Row arguments = new Row().with(filter.arguments()).whole("limit", limit);
    StringBuilder tail = new StringBuilder("WHERE ").append(filter.condition());
    search
        .text()
        .ifPresent(text -> {
          tail.append(TEXT);
          arguments.text("text", "%" + text.replaceAll("[!%_]", "!$0") + "%");
        });
    String column = column(search.sort());
    search
        .after()
        .ifPresent(after -> {
          tail.append(" AND (" + column + ", id) ");
          tail.append(search.descending() ? '<' : '>').append(" (:after_value, :after_id)");
          arguments.text("after_id", after.id().value());
          if (search.sort() == KeySearch.Sort.CREATION_DATE) {
            arguments.whole("after_value", Long.parseLong(after.value()));
          } else {
            arguments.text("after_value", after.value());
          }
        });
    String way = search.descending() ? " DESC" : "";
    tail.append(" ORDER BY " + column + way + ", id" + way + " LIMIT :limit");
    return new KeyShape().read(session, tail.toString(), arguments);
  }

  private static String column(KeySearch.Sort sort) {
    return switch (sort) {
      case CREATION_DATE -> "created_at";
      case KEY_STATE -> "state";
      case KEY_SPEC -> "spec";
    };
  }
}
