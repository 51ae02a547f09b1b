package coffer.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import coffer.access.Principal;
import coffer.model.ErrorCode;
import coffer.model.GroupName;
import coffer.model.Key;
import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import coffer.model.KmsException;
import coffer.model.PolicyName;
import coffer.model.PolicyRef;
import coffer.model.PolicyType;
import coffer.model.RoleName;
import coffer.model.UserName;
import coffer.operations.kms.DescribeKey;
import coffer.operations.kms.ExplainAccess;
import coffer.operations.kms.GetKeyPolicy;
import coffer.operations.kms.SetKeyPolicy;
import coffer.operations.sts.AssumeRole;
import coffer.operations.sts.GetCallerIdentity;
import coffer.ram.Attachments;
import coffer.ram.Roles;
import coffer.ram.Users;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Policies of keys, groups and roles through the pipeline, and why things are as they are.
class AccessQuestionsTest {
  private static final String RAM = "acs:ram::" + House.ACCOUNT.id() + ":";

  @TempDir static Path directory;
  private static House house;
  private static Key key;
  private static int requests;

  @BeforeAll
  static void build() {
    house = new House(directory);
    key = house.create(KeySpec.ALIYUN_AES_256, KeyUsage.ENCRYPT_DECRYPT);
    for (String name : new String[] {"alice", "bob", "carol"}) {
      house
          .ram
          .users()
          .create(
              new UserName(name),
              new Users.Profile(
                  "", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
    }
  }

  @AfterAll
  static void close() {
    house.close();
  }

  private static Caller user(String name) {
    return new Caller(
        house.services.decisions().user(new UserName(name)),
        House.SOURCE,
        true,
        "question-" + ++requests);
  }

  private static <Q extends Record, A extends Record> Optional<KmsException> refusal(
      Caller caller, Operation<Q, A> operation, Q request) {
    Throwable thrown = catchThrowable(() -> house.pipeline.call(caller, operation, request));
    return Optional.ofNullable(thrown)
        .map(t -> {
          assertThat(t).isInstanceOf(KmsException.class);
          return (KmsException) t;
        });
  }

  private static Optional<KmsException> describe(Caller caller, Key of) {
    return refusal(caller, DescribeKey.OPERATION, new DescribeKey.Request(of.id().value()));
  }

  private static String keyPolicy(String effect, String who, String actions) {
    return "{\"Version\":\"1\",\"Statement\":[{\"Sid\":\"one\",\"Effect\":\""
        + effect
        + "\",\"Principal\":{\"RAM\":[\""
        + RAM
        + who
        + "\"]},\"Action\":"
        + actions
        + ",\"Resource\":[\"*\"]}]}";
  }

  private static SetKeyPolicy.Request set(Key of, String policy, boolean bypass) {
    return new SetKeyPolicy.Request(
        of.id().value(), policy, Optional.empty(), bypass ? Optional.of(true) : Optional.empty());
  }

  private static String policyOf(Key of) {
    return house
        .pipeline
        .call(
            House.root(),
            GetKeyPolicy.OPERATION,
            new GetKeyPolicy.Request(of.id().value(), Optional.empty()))
        .policy();
  }

  @Test
  void aKeysPolicyGrantsToThoseItNamesAndItsDenialIsForAll() {
    assertThat(policyOf(key)).contains("kms default key policy", RAM + "*");
    assertThat(describe(user("alice"), key)).isPresent();
    house.pipeline.call(
        House.root(),
        SetKeyPolicy.OPERATION,
        set(key, keyPolicy("Allow", "user/alice", "\"kms:*\""), false));
    assertThat(policyOf(key)).contains("user/alice");
    assertThat(describe(user("alice"), key)).isEmpty();
    assertThat(describe(user("bob"), key)).isPresent();
    // Who may by the policy alone would be locked out by another.
    SetKeyPolicy.Request away = set(key, keyPolicy("Allow", "user/bob", "\"kms:*\""), false);
    KmsException refused = refusal(user("alice"), SetKeyPolicy.OPERATION, away).orElseThrow();
    assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_PARAMETER);
    assertThat(refused).hasMessageContaining("\"Policy\"");
    SetKeyPolicy.Request bypass = set(key, keyPolicy("Allow", "user/bob", "\"kms:*\""), true);
    assertThat(refusal(user("alice"), SetKeyPolicy.OPERATION, bypass)).isEmpty();
    assertThat(describe(user("alice"), key)).isPresent();
    assertThat(describe(user("bob"), key)).isEmpty();
    house.pipeline.call(
        House.root(), SetKeyPolicy.OPERATION, set(key, keyPolicy("Deny", "*", "\"kms:*\""), false));
    KmsException denied = describe(user("bob"), key).orElseThrow();
    assertThat(denied.detail().orElseThrow().noPermissionType()).isEqualTo("ExplicitDeny");
    assertThat(denied.detail().orElseThrow().policyType()).isEqualTo("KeyPolicy");
    assertThat(describe(House.root(), key)).isEmpty();
  }

  @Test
  void aKeysPolicyIsReadAgainAfterARestartAndGoesWithTheKey() {
    Key own = house.create(KeySpec.ALIYUN_AES_256, KeyUsage.ENCRYPT_DECRYPT);
    house.ram.keyPolicies().set(own.id(), keyPolicy("Allow", "user/carol", "\"kms:*\""));
    assertThat(
            coffer.ram.RamOfTests.open(house.store, house.clock, House.ACCOUNT.id())
                .keyPolicies()
                .document(own.id()))
        .contains("user/carol");
    house.keys.life().scheduleDeletion(own.id(), 7);
    house.clock.forward(java.time.Duration.ofDays(8));
    house.keys.life().erase(own.id());
    assertThat(house.store.<Boolean>read(view -> view.keyPolicies().find(own.id()).isPresent()))
        .isFalse();
    assertThat(
            refusal(
                    House.root(),
                    SetKeyPolicy.OPERATION,
                    set(key, "{\"Version\":\"1\",\"Statement\":[]}", false))
                .orElseThrow()
                .code())
        .isEqualTo(ErrorCode.INVALID_PARAMETER);
  }

  @Test
  void whatAGroupMayItsUsersMay() {
    GroupName group = new GroupName("readers");
    PolicyRef reads = new PolicyRef(PolicyType.SYSTEM, new PolicyName("AliyunKMSReadOnlyAccess"));
    Key own = house.create(KeySpec.ALIYUN_AES_256, KeyUsage.ENCRYPT_DECRYPT);
    house.ram.groups().create(group, "");
    house.ram.groups().add(new UserName("carol"), group);
    assertThat(describe(user("carol"), own)).isPresent();
    house.ram.attachments().attach(reads, new Attachments.Holder.OfGroup(group));
    assertThat(describe(user("carol"), own)).isEmpty();
    assertThat(house.ram.groups().membersOf(group)).hasSize(1);
    assertThat(house.ram.groups().of(new UserName("carol"))).hasSize(1);
    assertThat(catchThrowable(() -> house.ram.groups().delete(group)))
        .isInstanceOfSatisfying(
            KmsException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.DELETE_CONFLICT_GROUP_USER));
    house.ram.groups().remove(new UserName("carol"), group);
    assertThat(describe(user("carol"), own)).isPresent();
  }

  @Test
  void aRoleIsTakenOnByThoseItTrustsWhoAlsoMay() {
    RoleName name = new RoleName("deputy");
    String trust =
        "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Principal\":{\"RAM\":[\""
            + RAM
            + "user/alice\"]},\"Condition\":{\"StringEquals\":{\"sts:ExternalId\":\"x-1\"}}}]}";
    house
        .ram
        .roles()
        .create(
            name,
            trust,
            new Roles.Profile("", Optional.of(trust), Optional.empty(), Optional.empty()));
    AssumeRole.Request request = assume("x-1");
    assertThat(refusal(user("alice"), AssumeRole.OPERATION, request).orElseThrow().code())
        .isEqualTo(ErrorCode.RAM_NO_PERMISSION);
    PolicyRef all = new PolicyRef(PolicyType.SYSTEM, new PolicyName("AdministratorAccess"));
    for (String who : new String[] {"alice", "bob"}) {
      house.ram.attachments().attach(all, new Attachments.Holder.OfUser(new UserName(who)));
    }
    assertThat(refusal(user("alice"), AssumeRole.OPERATION, request)).isEmpty();
    KmsException refused = refusal(user("bob"), AssumeRole.OPERATION, request).orElseThrow();
    assertThat(refused.detail().orElseThrow().policyType()).isEqualTo("AssumeRolePolicy");
    assertThat(refusal(user("alice"), AssumeRole.OPERATION, assume("other"))).isPresent();
    assertThat(refusal(House.root(), AssumeRole.OPERATION, request)).isPresent();
    for (String who : new String[] {"alice", "bob"}) {
      house.ram.attachments().detach(all, new Attachments.Holder.OfUser(new UserName(who)));
    }
  }

  private static AssumeRole.Request assume(String externalId) {
    return new AssumeRole.Request(
        RAM + "role/deputy", "s1", Optional.empty(), Optional.empty(), Optional.of(externalId));
  }

  @Test
  void everybodyMayAskWhoTheyAre() {
    GetCallerIdentity.Answer answer =
        house.pipeline.call(
            user("bob"), GetCallerIdentity.OPERATION, new GetCallerIdentity.Request());
    assertThat(answer.arn()).isEqualTo(RAM + "user/bob");
    assertThat(answer.identityType()).isEqualTo("RAMUser");
  }

  @Test
  void aRefusalIsExplainedAsItWasAndAsItWouldBe() {
    Key own = house.create(KeySpec.ALIYUN_AES_256, KeyUsage.ENCRYPT_DECRYPT);
    Caller bob = user("bob");
    KmsException refused = describe(bob, own).orElseThrow();
    ExplainAccess.Answer past =
        explain(
            new ExplainAccess.Request(
                Optional.of(bob.requestId()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    assertThat(past.allowed()).isFalse();
    assertThat(past.action()).isEqualTo(refused.detail().orElseThrow().action());
    assertThat(past.resource()).isEqualTo(refused.detail().orElseThrow().resource());
    assertThat(past.decision()).isEqualTo(refused.detail().orElseThrow().noPermissionType());
    ExplainAccess.Answer supposed = explain(suppose(own, Map.of()));
    assertThat(supposed.decision()).isEqualTo(past.decision());
    assertThat(supposed.reason()).isEqualTo(past.reason());
    house
        .ram
        .keyPolicies()
        .set(
            own.id(),
            keyPolicy("Allow", "user/bob", "\"kms:Describe*\"")
                .replace(
                    ",\"Resource\"",
                    ",\"Condition\":{\"IpAddress\":{\"acs:SourceIp\":\"10.0.0.0/8\"}},\"Resource\""));
    assertThat(explain(suppose(own, Map.of())).allowed()).isFalse();
    ExplainAccess.Answer from = explain(suppose(own, Map.of("acs:SourceIp", "10.9.9.9")));
    assertThat(from.allowed()).isTrue();
    assertThat(from.sid()).contains("one");
    assertThat(from.statement()).contains(1);
    assertThat(describe(bob, own)).isEmpty();
    assertThat(bob.principal()).isInstanceOf(Principal.User.class);
  }

  private static ExplainAccess.Request suppose(Key of, Map<String, String> context) {
    return new ExplainAccess.Request(
        Optional.empty(),
        Optional.of("bob"),
        Optional.empty(),
        Optional.of("kms:DescribeKey"),
        Optional.of("key/" + of.id()),
        Optional.of(context));
  }

  private static ExplainAccess.Answer explain(ExplainAccess.Request request) {
    return house.pipeline.call(House.root(), ExplainAccess.OPERATION, request);
  }
}
