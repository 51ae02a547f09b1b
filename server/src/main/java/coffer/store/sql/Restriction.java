package coffer.store.sql;

import coffer.model.EntityId;
import coffer.model.KeyId;
import coffer.model.KeyState;
import coffer.model.KeyStorageMechanism;
import coffer.model.KmsInstanceId;
import coffer.model.PolicyRef;
import java.time.Instant;

/// Which rows of a table are meant.
///
/// @param condition in SQL, over the table's columns
record Restriction(String condition, Row arguments) {
  static final Restriction NONE = new Restriction("1 = 1", new Row());

  /// Rows of one key.
  static Restriction of(KeyId key) {
    return new Restriction("key_id = :restricting_key", Row.of("restricting_key", key.value()));
  }

  /// @param value an id or a name, as its text
  static Restriction equal(String column, Record value) {
    return new Restriction(column + " = :restricting", Row.of("restricting", value.toString()));
  }

  static Restriction membershipsOf(EntityId entity) {
    return new Restriction(
        "(user_id = :restricting OR group_id = :restricting)",
        Row.of("restricting", entity.value()));
  }

  static Restriction attachmentsOf(PolicyRef policy) {
    return new Restriction(
        "policy_type = :restricting_type AND policy_name = :restricting_name",
        Row.of("restricting_type", policy.type().wireName())
            .text("restricting_name", policy.name().value()));
  }

  static Restriction visibleKeys() {
    return new Restriction("state <> :destroying", destroying());
  }

  static Restriction visibleKeys(KmsInstanceId instance) {
    return new Restriction(
        "instance_id = :instance AND state <> :destroying",
        destroying().text("instance", instance.value()));
  }

  static Restriction internalKeys(KmsInstanceId instance) {
    return new Restriction(
        "instance_id = :instance AND storage = :internal AND state <> :destroying",
        destroying()
            .text("instance", instance.value())
            .text("internal", KeyStorageMechanism.HSM_INTERNAL.wireName()));
  }

  static Restriction keysToDestroy(Instant now) {
    return new Restriction(
        "(state = :destroying OR (state = :pending AND delete_at <= :now))",
        destroying().text("pending", KeyState.PENDING_DELETION.wireName()).time("now", now));
  }

  static Restriction keysToRotate(Instant now) {
    return new Restriction(
        "state = :enabled AND rotate_at <= :now",
        Row.of("enabled", KeyState.ENABLED.wireName()).time("now", now));
  }

  static Restriction keysWithEndedMaterial(Instant now) {
    return new Restriction("material_expires_at <= :now", new Row().time("now", now));
  }

  static Restriction endedBy(Instant now) {
    return new Restriction("expires_at <= :now", new Row().time("now", now));
  }

  private static Row destroying() {
    return Row.of("destroying", KeyState.DESTROYING.wireName());
  }
}
