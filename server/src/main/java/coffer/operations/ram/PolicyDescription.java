package coffer.operations.ram;

import coffer.model.ManagedPolicy;
import coffer.model.PolicyType;
import coffer.operations.Doc;
import coffer.ram.Attachments;
import coffer.ram.Policies;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A policy as lists and answers tell it.
public record PolicyDescription(
    @Doc("Name of the policy.") String policyName,
    @Doc("System or Custom.") PolicyType policyType,
    @Doc("Free text.") Optional<String> description,
    @Doc("The version that counts.") String defaultVersion,
    @Doc("What the version that counts says; in GetPolicy alone.") Optional<String> policyDocument,
    @Doc("When the policy was created.") Instant createDate,
    @Doc("When the policy was changed.") Instant updateDate,
    @Doc("To how many users, groups and roles it is attached.") Optional<Integer> attachmentCount,
    @Doc("When it was attached, where that is asked.") Optional<Instant> attachDate) {
  static PolicyDescription of(Policies.Listed listed) {
    return of(listed, Optional.empty(), Optional.of(listed.attachments()), Optional.empty());
  }

  static PolicyDescription whole(Policies.Listed listed) {
    return of(
        listed,
        Optional.of(listed.policy().inEffect().document()),
        Optional.of(listed.attachments()),
        Optional.empty());
  }

  static PolicyDescription attached(Attachments.Attached<Policies.Listed> attached) {
    return of(
        attached.what(), Optional.empty(), Optional.empty(), Optional.of(attached.attached()));
  }

  private static PolicyDescription of(
      Policies.Listed listed,
      Optional<String> document,
      Optional<Integer> count,
      Optional<Instant> attachDate) {
    ManagedPolicy policy = listed.policy();
    return new PolicyDescription(
        policy.name().value(),
        listed.ref().type(),
        UserDescription.present(policy.description()),
        policy.inEffect().versionId(),
        document,
        policy.created(),
        policy.updated(),
        count,
        attachDate);
  }

  /// A list as clients nest it.
  public record Nested(@Doc("The policies.") List<PolicyDescription> policy) {
    static Nested attached(List<Attachments.Attached<Policies.Listed>> policies) {
      return new Nested(policies.stream().map(PolicyDescription::attached).toList());
    }
  }
}
