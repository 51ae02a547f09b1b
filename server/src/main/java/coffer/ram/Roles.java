package coffer.ram;

import coffer.model.EntityId;
import coffer.model.ErrorCode;
import coffer.model.KmsException;
import coffer.model.Role;
import coffer.model.RoleName;
import coffer.policy.PolicyDocument;
import coffer.policy.PolicyKind;
import coffer.store.Transaction;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The life of roles. Does not check permissions, nor who may take one on.
public final class Roles {
  private final RamDirectory directory;
  private final Clock clock;
  private final Supplier<EntityId> ids;

  Roles(RamDirectory directory, Clock clock, Supplier<EntityId> ids) {
    this.directory = directory;
    this.clock = clock;
    this.ids = ids;
  }

  /// What can be said of a role besides the name; what is absent stays as it is.
  ///
  /// @param prefix what an operation writes before the names of these parameters: `New`, or nothing
  public record Profile(
      String prefix,
      Optional<String> trustPolicy,
      Optional<String> description,
      Optional<Integer> sessionSecondsMax) {
    public Profile {
      boolean fits =
          sessionSecondsMax
              .filter(s -> s < RamLimits.ROLE_SECONDS_MIN || s > RamLimits.ROLE_SECONDS_MAX)
              .isEmpty();
      if (!fits) {
        throw KmsException.invalid(prefix + "MaxSessionDuration", "3600 to 43200 seconds");
      }
      description.ifPresent(text -> RamLimits.description(prefix + "Description", text));
      trustPolicy.ifPresent(text -> PolicyDocument.compile(PolicyKind.TRUST, "trust", text));
    }
  }

  public Role create(RoleName name, String trustPolicy, Profile profile) {
    Instant now = now();
    Role role =
        new Role(
            ids.get(),
            name,
            profile.description().orElse(""),
            trustPolicy,
            profile.sessionSecondsMax().orElse(RamLimits.ROLE_SECONDS_MIN),
            now,
            now);
    return directory.change(transaction -> {
      Users.refuseIf(transaction.ram().role(name).isPresent(), ErrorCode.ROLE_ALREADY_EXISTS);
      Users.refuseIf(
          transaction.ram().roles().count() >= RamLimits.ROLES_MAX, ErrorCode.LIMIT_EXCEEDED_ROLE);
      transaction.ram().roles().insert(role);
      return role;
    });
  }

  public Role update(RoleName name, Profile profile) {
    return directory.change(transaction ->
        transaction
            .ram()
            .roles()
            .update(
                require(transaction, name).id(),
                role ->
                    new Role(
                        role.id(),
                        name,
                        profile.description().orElse(role.description()),
                        profile.trustPolicy().orElse(role.trustPolicy()),
                        profile.sessionSecondsMax().orElse(role.sessionSecondsMax()),
                        role.created(),
                        now())));
  }

  /// Its sessions are refused from then on. Refused while policies are attached.
  public void delete(RoleName name) {
    directory.change(transaction -> {
      EntityId id = require(transaction, name).id();
      Users.refuseIf(
          transaction.ram().attachments(id).count() > 0, ErrorCode.DELETE_CONFLICT_ROLE_POLICY);
      transaction.ram().roles().delete(id);
      return true;
    });
  }

  public Role require(RoleName name) {
    return Attachments.found(directory.state().roles(), name.value(), ErrorCode.ROLE_NOT_EXIST);
  }

  /// All of them, by name.
  public List<Role> all() {
    return List.copyOf(directory.state().roles().values());
  }

  private static Role require(Transaction transaction, RoleName name) {
    return transaction
        .ram()
        .role(name)
        .orElseThrow(() -> new KmsException(ErrorCode.ROLE_NOT_EXIST));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
