package coffer.store;

import coffer.model.Attachment;
import coffer.model.EntityId;
import coffer.model.EntityKind;
import coffer.model.Group;
import coffer.model.GroupName;
import coffer.model.KeyPolicy;
import coffer.model.LoginProfile;
import coffer.model.ManagedPolicy;
import coffer.model.Membership;
import coffer.model.MfaDevice;
import coffer.model.MfaSerial;
import coffer.model.PolicyName;
import coffer.model.PolicyRef;
import coffer.model.PolicyType;
import coffer.model.Role;
import coffer.model.RoleName;
import coffer.model.User;
import coffer.model.UserName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Samples of users, groups, roles and what belongs to them.
final class RamKinds {
  private RamKinds() {}

  static EntityId entity(int n) {
    return new EntityId(Kind.digits(n, 18));
  }

  static List<Kind<?, ?>> all() {
    return List.of(
        new Kind<>(
            "users",
            transaction -> transaction.ram().users(),
            view -> view.ram().users(),
            User::id,
            (n, at) -> user(n, "user_" + Kind.digits(n, 5), at),
            old ->
                new User(
                    old.id(),
                    new UserName("renamed-" + old.id()),
                    "",
                    "1",
                    "",
                    "",
                    old.created(),
                    old.created().plusSeconds(9),
                    Optional.of(old.created()))),
        new Kind<>(
            "groups",
            transaction -> transaction.ram().groups(),
            view -> view.ram().groups(),
            Group::id,
            (n, at) ->
                new Group(
                    entity(n),
                    new GroupName("g" + n),
                    "group \"" + n + "\"",
                    at,
                    at.plusSeconds(1)),
            old ->
                new Group(
                    old.id(),
                    new GroupName("other" + old.id()),
                    "",
                    old.created(),
                    old.created().plusSeconds(9))),
        new Kind<>(
            "memberships",
            transaction -> transaction.ram().memberships(),
            view -> view.ram().memberships(),
            Membership::id,
            (n, at) -> new Membership(entity(n), entity(n + 1_000), at),
            old -> new Membership(old.user(), old.group(), old.joined())),
        new Kind<>(
            "roles",
            transaction -> transaction.ram().roles(),
            view -> view.ram().roles(),
            Role::id,
            (n, at) ->
                new Role(
                    entity(n),
                    new RoleName("r" + n),
                    "role " + n,
                    "{\"Version\":\"1\"}",
                    3_600 + n,
                    at,
                    at.plusSeconds(1)),
            old ->
                new Role(
                    old.id(),
                    new RoleName("other" + old.id()),
                    "",
                    "{}",
                    43_200,
                    old.created(),
                    old.created().plusSeconds(9))),
        new Kind<>(
            "managed policies",
            transaction -> transaction.ram().managedPolicies(),
            view -> view.ram().managedPolicies(),
            ManagedPolicy::name,
            (n, at) -> {
              ManagedPolicy made =
                  ManagedPolicy.of(
                      new PolicyName("p" + Kind.digits(n, 5)), "policy " + n, "{\"é\":1}", at);
              return n % 2 == 0 ? made : made.with("{}", true, at.plusSeconds(2));
            },
            old ->
                old.with("{\"Version\":\"1\"}", true, old.created().plusSeconds(3))
                    .without(1, old.created().plusSeconds(4))),
        new Kind<>(
            "attachments",
            transaction -> transaction.ram().attachments(),
            view -> view.ram().attachments(),
            Attachment::id,
            (n, at) ->
                new Attachment(
                    new PolicyRef(
                        n < 10 ? PolicyType.CUSTOM : PolicyType.SYSTEM,
                        new PolicyName("policy-" + Kind.digits(n, 5))),
                    n % 2 == 0 ? EntityKind.USER : EntityKind.GROUP,
                    entity(n),
                    at),
            old -> new Attachment(old.policy(), EntityKind.ROLE, old.entity(), old.attached())),
        new Kind<>(
            "login profiles",
            transaction -> transaction.ram().loginProfiles(),
            view -> view.ram().loginProfiles(),
            LoginProfile::user,
            (n, at) -> new LoginProfile(entity(n), "hash" + n, n % 2 == 0, n % 3 == 0, at, at),
            old ->
                new LoginProfile(
                    old.user(),
                    "another",
                    !old.resetRequired(),
                    !old.mfaRequired(),
                    old.created(),
                    old.created().plusSeconds(2))),
        new Kind<>(
            "MFA devices",
            transaction -> transaction.ram().mfaDevices(),
            view -> view.ram().mfaDevices(),
            MfaDevice::serial,
            (n, at) ->
                new MfaDevice(
                    new MfaSerial("acs:ram::1234567890123456:mfa/d" + Kind.digits(n, 5)),
                    new byte[] {0, -1, (byte) n},
                    n % 2 == 0 ? Optional.empty() : Optional.of(entity(n)),
                    n,
                    at,
                    n % 2 == 0 ? Optional.empty() : Optional.of(at.plusSeconds(3))),
            old ->
                new MfaDevice(
                    old.serial(),
                    new byte[] {9},
                    Optional.of(entity(9)),
                    99,
                    old.created(),
                    Optional.empty())),
        new Kind<>(
            "key policies",
            Transaction::keyPolicies,
            Snapshot::keyPolicies,
            KeyPolicy::key,
            (n, at) -> new KeyPolicy(Kind.keyId(n), "{\"n\":" + n + "}", at, at.plusSeconds(1)),
            old -> new KeyPolicy(old.key(), "{}", old.created(), old.created().plusSeconds(2))));
  }

  private static User user(int n, String name, Instant at) {
    boolean whole = n % 2 == 0;
    return new User(
        entity(n),
        new UserName(name),
        whole ? "显示 " + n : "",
        whole ? "86-13800000000" : "",
        whole ? "a@example.com" : "",
        "with \"marks\" and é 𝄞 " + n,
        at,
        at.plusSeconds(1),
        whole ? Optional.of(at.plusSeconds(60)) : Optional.empty());
  }
}
