package coffer.store.sql;

import coffer.store.KeyFilter;
import coffer.store.KeyFilter.Attribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A filter of keys as SQL.
final class KeyConditions {
  private static final String OWN = "EXISTS (SELECT 1 FROM ";

  private final Row arguments = new Row();
  private final List<String> conditions = new ArrayList<>();

  private KeyConditions(KeyFilter filter) {
    List<String> ofTag = new ArrayList<>();
    filter
        .wanted()
        .forEach((attribute, values) -> {
          String condition = in(attribute, values);
          switch (attribute) {
            case TAG_KEY, TAG_VALUE -> ofTag.add(condition);
            case ALIAS ->
                conditions.add(
                    OWN + "aliases WHERE aliases.key_id = keys.id AND " + condition + ")");
            case ID, STATE, SPEC, USAGE, PROTECTION_LEVEL, INSTANCE, CREATOR ->
                conditions.add(condition);
          }
        });
    if (!ofTag.isEmpty()) {
      String both = String.join(" AND ", ofTag);
      conditions.add(OWN + "key_tags WHERE key_tags.key_id = keys.id AND " + both + ")");
    }
  }

  static Restriction of(KeyFilter filter, Restriction also) {
    KeyConditions made = new KeyConditions(filter);
    made.conditions.add(also.condition());
    return new Restriction(
        String.join(" AND ", made.conditions), made.arguments.with(also.arguments()));
  }

  /// No value at all is what no key has.
  private String in(Attribute attribute, Set<String> values) {
    if (values.isEmpty()) {
      return "1 = 0";
    }
    List<String> names = new ArrayList<>();
    for (String value : values) {
      String name = "wanted_" + column(attribute) + "_" + names.size();
      arguments.text(name, value);
      names.add(":" + name);
    }
    return column(attribute) + " IN (" + String.join(", ", names) + ")";
  }

  private static String column(Attribute attribute) {
    return switch (attribute) {
      case ID -> "id";
      case STATE -> "state";
      case SPEC -> "spec";
      case USAGE -> "usage";
      case PROTECTION_LEVEL -> "protection_level";
      case INSTANCE -> "instance_id";
      case CREATOR -> "creator";
      case ALIAS -> "name";
      case TAG_KEY -> "tag_key";
      case TAG_VALUE -> "tag_value";
    };
  }
}
