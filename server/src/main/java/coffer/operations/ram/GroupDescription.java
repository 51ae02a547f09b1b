package coffer.operations.ram;

import coffer.model.Group;
import coffer.operations.Doc;
import coffer.ram.Groups;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A group as the API tells it.
public record GroupDescription(
    @Doc("Id of the group, for life.") String groupId,
    @Doc("Name of the group.") String groupName,
    @Doc("Free text.") Optional<String> comments,
    @Doc("When the group was created.") Instant createDate,
    @Doc("When the group was changed.") Instant updateDate,
    @Doc("When the user joined, where that is asked.") Optional<Instant> joinDate) {
  static GroupDescription of(Group group) {
    return of(group, Optional.empty());
  }

  static GroupDescription joined(Groups.Joined<Group> joined) {
    return of(joined.what(), Optional.of(joined.joined()));
  }

  private static GroupDescription of(Group group, Optional<Instant> joinDate) {
    return new GroupDescription(
        group.id().value(),
        group.name().value(),
        UserDescription.present(group.comments()),
        group.created(),
        group.updated(),
        joinDate);
  }

  /// A list as clients nest it.
  public record Nested(@Doc("The groups.") List<GroupDescription> group) {}
}
