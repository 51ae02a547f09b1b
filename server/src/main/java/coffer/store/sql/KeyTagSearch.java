package coffer.store.sql;

import coffer.model.KeyId;
import coffer.model.KeyState;
import coffer.store.KeyTag;
import coffer.store.TagSearch;
import java.util.ArrayList;
import java.util.List;

/// Finds tags of keys, by key and then by tag.
final class KeyTagSearch {
  private static final String FOUND =
      "SELECT key_id, tag_key, tag_value FROM key_tags"
          + " WHERE EXISTS (SELECT 1 FROM keys WHERE keys.id = key_tags.key_id"
          + " AND keys.state <> :destroying)";
  private static final String AFTER =
      " AND (key_id > :after_owner OR (key_id = :after_owner AND tag_key > :after_key))";
  private static final String ORDER = " ORDER BY key_id, tag_key LIMIT :limit";

  private final StringBuilder sql = new StringBuilder(FOUND);
  private final Row arguments = Row.of("destroying", KeyState.DESTROYING.wireName());

  private int conditions;

  private KeyTagSearch(TagSearch search) {
    search
        .after()
        .ifPresent(last -> {
          sql.append(AFTER);
          arguments.text("after_owner", last.owner().value()).text("after_key", last.key());
        });
    owners(search);
    having(search);
  }

  static List<KeyTag> find(Session session, TagSearch search, int limit) {
    KeyTagSearch made = new KeyTagSearch(search);
    return session.query(
        made.sql + ORDER,
        made.arguments.whole("limit", limit),
        columns ->
            new KeyTag(
                new KeyId(columns.text("key_id")),
                columns.text("tag_key"),
                columns.text("tag_value")));
  }

  private void owners(TagSearch search) {
    if (search.owners().isEmpty()) {
      return;
    }
    List<String> names = new ArrayList<>();
    for (KeyId owner : search.owners()) {
      String name = "owner_" + names.size();
      arguments.text(name, owner.value());
      names.add(":" + name);
    }
    sql.append(" AND key_id IN (").append(String.join(", ", names)).append(')');
  }

  private void having(TagSearch search) {
    search
        .having()
        .forEach((key, value) -> {
          String number = String.valueOf(conditions++);
          sql.append(" AND EXISTS (SELECT 1 FROM key_tags had WHERE had.key_id = key_tags.key_id");
          sql.append(" AND had.tag_key = :had_key_").append(number);
          arguments.text("had_key_" + number, key);
          value.ifPresent(text -> {
            sql.append(" AND had.tag_value = :had_value_").append(number);
            arguments.text("had_value_" + number, text);
          });
          sql.append(')');
        });
  }
}
