package coffer.ram;

import coffer.model.AccessKey;
import coffer.model.Attachment;
import coffer.model.EntityId;
import coffer.model.Group;
import coffer.model.ManagedPolicy;
import coffer.model.Membership;
import coffer.model.PolicyName;
import coffer.model.PolicyRef;
import coffer.model.PolicyType;
import coffer.model.Role;
import coffer.model.User;
import coffer.policy.Policy;
import coffer.policy.PolicyKind;
import coffer.policy.PolicySet;
import coffer.store.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// One committed state of users, groups, roles and policies, in memory: by name, by what belongs to
/// what, and what all of it lets each user and role do.
///
/// @param grants of users, with those of their groups, and of roles
/// @param trust of roles: who may take them on
record RamState(
    SortedMap<String, User> users,
    SortedMap<String, Group> groups,
    SortedMap<String, Role> roles,
    SortedMap<String, ManagedPolicy> policies,
    Map<EntityId, List<Attachment>> attachedTo,
    Map<PolicyRef, List<Attachment>> attached,
    Map<EntityId, List<Membership>> memberships,
    Map<EntityId, List<AccessKey>> accessKeys,
    Map<EntityId, PolicySet> grants,
    Map<EntityId, PolicySet> trust,
    Map<EntityId, Role> rolesById,
    CompiledPolicies compiled) {
  static final RamState NOBODY =
      new RamState(
          new TreeMap<>(),
          new TreeMap<>(),
          new TreeMap<>(),
          new TreeMap<>(),
          Map.of(),
          Map.of(),
          Map.of(),
          Map.of(),
          Map.of(),
          Map.of(),
          Map.of(),
          CompiledPolicies.none());

  static RamState read(Snapshot view, CompiledPolicies compiled) {
    List<Attachment> attachments = RamRows.all(view.ram().attachments());
    List<Membership> memberships = RamRows.all(view.ram().memberships());
    Map<EntityId, List<Membership>> members = by(memberships, Membership::user);
    members.putAll(by(memberships, Membership::group));
    RamState state =
        new RamState(
            named(RamRows.all(view.ram().users()), user -> user.name().value()),
            named(RamRows.all(view.ram().groups()), group -> group.name().value()),
            named(RamRows.all(view.ram().roles()), role -> role.name().value()),
            named(RamRows.all(view.ram().managedPolicies()), policy -> policy.name().value()),
            by(attachments, Attachment::entity),
            by(attachments, Attachment::policy),
            members,
            by(
                RamRows.all(view.ram().accessKeys()).stream()
                    .filter(key -> key.owner().isPresent())
                    .toList(),
                key -> key.owner().orElseThrow()),
            new HashMap<>(),
            new HashMap<>(),
            new HashMap<>(),
            compiled);
    state.compile();
    return state;
  }

  private void compile() {
    for (User user : users.values()) {
      List<EntityId> whose = new ArrayList<>(List.of(user.id()));
      membershipsOf(user.id()).forEach(membership -> whose.add(membership.group()));
      grants.put(user.id(), granted(whose));
    }
    for (Role role : roles.values()) {
      rolesById.put(role.id(), role);
      grants.put(role.id(), granted(List.of(role.id())));
      trust.put(
          role.id(),
          PolicySet.of(compiled.of(PolicyKind.TRUST, role.name().value(), role.trustPolicy())));
    }
  }

  /// Each policy once, however often it is attached.
  private PolicySet granted(List<EntityId> whose) {
    Map<PolicyRef, Policy> granted = new LinkedHashMap<>();
    for (EntityId entity : whose) {
      for (Attachment attachment : attachmentsOf(entity)) {
        policy(attachment.policy())
            .ifPresent(policy ->
                granted.computeIfAbsent(attachment.policy(), ref -> compiled(ref, policy)));
      }
    }
    return granted.isEmpty() ? PolicySet.NONE : new PolicySet(List.copyOf(granted.values()));
  }

  private Policy compiled(PolicyRef ref, ManagedPolicy policy) {
    return compiled.of(PolicyKind.IDENTITY, ref.toString(), policy.inEffect().document());
  }

  Optional<ManagedPolicy> policy(PolicyRef ref) {
    return ref.type() == PolicyType.SYSTEM
        ? SystemPolicies.find(ref.name())
        : Optional.ofNullable(policies.get(ref.name().value()));
  }

  Optional<ManagedPolicy> custom(PolicyName name) {
    return Optional.ofNullable(policies.get(name.value()));
  }

  List<Attachment> attachmentsOf(EntityId entity) {
    return attachedTo.getOrDefault(entity, List.of());
  }

  List<Membership> membershipsOf(EntityId userOrGroup) {
    return memberships.getOrDefault(userOrGroup, List.of());
  }

  private static <V> SortedMap<String, V> named(List<V> values, Function<V, String> name) {
    SortedMap<String, V> named = new TreeMap<>();
    values.forEach(value -> named.put(name.apply(value), value));
    return named;
  }

  private static <K, V> Map<K, List<V>> by(List<V> values, Function<V, K> key) {
    return values.stream().collect(Collectors.groupingBy(key));
  }
}
