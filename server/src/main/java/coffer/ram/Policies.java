package coffer.ram;

import coffer.model.ErrorCode;
import coffer.model.KmsException;
import coffer.model.ManagedPolicy;
import coffer.model.PolicyName;
import coffer.model.PolicyRef;
import coffer.model.PolicyType;
import coffer.model.PolicyVersion;
import coffer.policy.PolicyDocument;
import coffer.policy.PolicyKind;
import coffer.store.Transaction;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// The life of policies and of their versions. Which version counts changes in one step.
public final class Policies {
  private static final Pattern VERSION = Pattern.compile("v[1-9][0-9]{0,8}");

  private final RamDirectory directory;
  private final Clock clock;

  Policies(RamDirectory directory, Clock clock) {
    this.directory = directory;
    this.clock = clock;
  }

  public ManagedPolicy create(PolicyName name, String document, String description) {
    compile(name, document);
    RamLimits.description("Description", description);
    ManagedPolicy policy = ManagedPolicy.of(name, description, document, now());
    return directory.change(transaction -> {
      boolean taken =
          transaction.ram().managedPolicies().find(name).isPresent()
              || SystemPolicies.find(name).isPresent();
      Users.refuseIf(taken, ErrorCode.POLICY_ALREADY_EXISTS);
      Users.refuseIf(
          transaction.ram().managedPolicies().count() >= RamLimits.POLICIES_MAX,
          ErrorCode.LIMIT_EXCEEDED_POLICY);
      transaction.ram().managedPolicies().insert(policy);
      return policy;
    });
  }

  /// @param rotate whether the oldest version that does not count makes room when there are five
  public PolicyVersion createVersion(
      PolicyName name, String document, boolean asDefault, boolean rotate) {
    compile(name, document);
    ManagedPolicy changed =
        change(
            name,
            old -> {
              ManagedPolicy room = old;
              if (old.versions().size() >= RamLimits.POLICY_VERSIONS_MAX) {
                Users.refuseIf(!rotate, ErrorCode.LIMIT_EXCEEDED_POLICY_VERSION);
                room = old.without(oldestUnused(old), now());
              }
              return room.with(document, asDefault, now());
            });
    return changed.version(changed.newest()).orElseThrow();
  }

  private static int oldestUnused(ManagedPolicy policy) {
    return policy.versions().stream()
        .map(PolicyVersion::number)
        .filter(number -> number != policy.defaultVersion())
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  public void setDefault(PolicyName name, String version) {
    change(name, old -> old.withDefault(require(old, version).number(), now()));
  }

  public void deleteVersion(PolicyName name, String version) {
    change(
        name,
        old -> {
          int number = require(old, version).number();
          Users.refuseIf(number == old.defaultVersion(), ErrorCode.DELETE_CONFLICT_DEFAULT_VERSION);
          return old.without(number, now());
        });
  }

  /// Refused while it is attached or has other versions than the one that counts.
  ///
  /// @param cascading whether it is detached from everybody, and all versions go, first
  public void delete(PolicyName name, boolean cascading) {
    PolicyRef ref = new PolicyRef(PolicyType.CUSTOM, name);
    directory.change(transaction -> {
      ManagedPolicy policy = require(transaction, name);
      RamRows.all(transaction.ram().attachments(ref))
          .forEach(attachment -> {
            Users.refuseIf(
                !cascading,
                switch (attachment.kind()) {
                  case USER -> ErrorCode.DELETE_CONFLICT_POLICY_USER;
                  case GROUP -> ErrorCode.DELETE_CONFLICT_POLICY_GROUP;
                  case ROLE -> ErrorCode.DELETE_CONFLICT_POLICY_ROLE;
                });
            transaction.ram().attachments().delete(attachment.id());
          });
      Users.refuseIf(
          !cascading && policy.versions().size() > 1, ErrorCode.DELETE_CONFLICT_POLICY_VERSION);
      transaction.ram().managedPolicies().delete(name);
      return true;
    });
  }

  public ManagedPolicy require(PolicyRef ref) {
    return directory
        .state()
        .policy(ref)
        .orElseThrow(() -> new KmsException(ErrorCode.POLICY_NOT_EXIST));
  }

  public PolicyVersion requireVersion(PolicyRef ref, String version) {
    return require(require(ref), version);
  }

  /// One that is listed.
  public record Listed(PolicyRef ref, ManagedPolicy policy, int attachments) {}

  public Listed describe(PolicyRef ref) {
    return listed(directory.state(), ref, require(ref));
  }

  /// By name, those of the service first.
  public List<Listed> list(Optional<PolicyType> type) {
    RamState state = directory.state();
    List<Listed> all = new ArrayList<>();
    for (PolicyType each : PolicyType.values()) {
      if (type.isEmpty() || type.get() == each) {
        List<ManagedPolicy> policies =
            each == PolicyType.SYSTEM
                ? SystemPolicies.list()
                : List.copyOf(state.policies().values());
        policies.stream()
            .sorted(Comparator.comparing(ManagedPolicy::name))
            .forEach(policy -> all.add(listed(state, new PolicyRef(each, policy.name()), policy)));
      }
    }
    return all;
  }

  private static Listed listed(RamState state, PolicyRef ref, ManagedPolicy policy) {
    return new Listed(ref, policy, state.attached().getOrDefault(ref, List.of()).size());
  }

  /// The same document, or the refusal with what is wrong.
  private static void compile(PolicyName name, String document) {
    PolicyDocument.compile(PolicyKind.IDENTITY, name.value(), document);
  }

  private ManagedPolicy change(PolicyName name, UnaryOperator<ManagedPolicy> change) {
    return directory.change(transaction -> {
      require(transaction, name);
      return transaction.ram().managedPolicies().update(name, change);
    });
  }

  private static ManagedPolicy require(Transaction transaction, PolicyName name) {
    return transaction
        .ram()
        .managedPolicies()
        .find(name)
        .orElseThrow(() -> new KmsException(ErrorCode.POLICY_NOT_EXIST));
  }

  private static PolicyVersion require(ManagedPolicy policy, String version) {
    return Optional.of(version)
        .filter(text -> VERSION.matcher(text).matches())
        .flatMap(text -> policy.version(Integer.parseInt(text.substring(1))))
        .orElseThrow(() -> new KmsException(ErrorCode.POLICY_VERSION_NOT_EXIST));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
