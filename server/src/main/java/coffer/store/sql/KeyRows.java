package coffer.store.sql;

import coffer.model.KeyVersion;
import coffer.model.Tags;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The rows of a key beside its own: versions and tags.
final class KeyRows implements Belongings<KeyRows.Of> {
  /// No copy outlives the material.
  private static final String FORGET_COPIES =
      "DELETE FROM migrated_versions WHERE version_id IN"
          + " (SELECT id FROM key_versions WHERE key_id = :key_id AND wrapped IS NULL)";

  private final KeyVersionParts versions = new KeyVersionParts();
  private final TagRows tags = new TagRows("key_tags", "key_id");

  record Of(List<KeyVersion> versions, Tags tags) {}

  @Override
  public Of none() {
    return new Of(List.of(), Tags.NONE);
  }

  /// Every key has a version.
  @Override
  public Map<String, Of> read(Session session, String owners, Row arguments) {
    Map<String, Tags> tagged = tags.read(session, owners, arguments);
    return versions.read(session, owners, arguments).entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                own -> new Of(own.getValue(), tagged.getOrDefault(own.getKey(), Tags.NONE))));
  }

  @Override
  public void insert(Session session, String owner, Of all) {
    versions.insert(session, owner, all.versions());
    tags.insert(session, owner, all.tags());
  }

  @Override
  public void update(Session session, String owner, Of before, Of after) {
    versions.update(session, owner, before.versions(), after.versions());
    tags.update(session, owner, before.tags(), after.tags());
    if (after.versions().stream().anyMatch(version -> version.material().isEmpty())) {
      int _ = session.execute(FORGET_COPIES, Row.of("key_id", owner));
    }
  }
}
