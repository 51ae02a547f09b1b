package coffer.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import coffer.access.Principal;
import coffer.model.AccessDeniedDetail;
import coffer.model.AliasName;
import coffer.model.ErrorCode;
import coffer.model.Key;
import coffer.model.KeyId;
import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import coffer.model.KmsException;
import coffer.model.PolicyName;
import coffer.model.PolicyRef;
import coffer.model.PolicyType;
import coffer.model.SecretBytes;
import coffer.model.UserName;
import coffer.operations.kms.CreateAlias;
import coffer.operations.kms.CreateKey;
import coffer.operations.kms.DescribeRegions;
import coffer.operations.kms.Encrypt;
import coffer.operations.kms.ListKeys;
import coffer.operations.ram.AttachPolicyToUser;
import coffer.operations.ram.CreateAccessKey;
import coffer.operations.ram.GetUser;
import coffer.ram.Attachments;
import coffer.ram.UserKeys;
import coffer.ram.Users;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Calls of users through the pipeline: what policies allow is done, all else is refused with a
/// reason.
class UserPermissionsTest {
  @TempDir static Path directory;
  private static House house;
  private static Key key;
  private static Key other;
  private static int names;

  @BeforeAll
  static void build() {
    house = new House(directory);
    key = house.create(KeySpec.ALIYUN_AES_256, KeyUsage.ENCRYPT_DECRYPT);
    other = house.create(KeySpec.ALIYUN_AES_256, KeyUsage.ENCRYPT_DECRYPT);
  }

  @AfterAll
  static void close() {
    house.close();
  }

  private static String allow(String actions, String resources, String more) {
    return "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":"
        + actions
        + ",\"Resource\":"
        + resources
        + more
        + "}]}";
  }

  private static String arn(String resource) {
    return "\"" + House.ACCOUNT.arn(resource) + "\"";
  }

  /// A new user with one policy.
  private static Caller user(String document) {
    UserName name = new UserName("user-" + ++names);
    house
        .ram
        .users()
        .create(
            name,
            new Users.Profile(
                "", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
    UserKeys.Created made = house.ram.keys().create(name);
    made.secret().close();
    PolicyName policy = new PolicyName("policy-" + names);
    house.ram.policies().create(policy, document, "");
    house
        .ram
        .attachments()
        .attach(new PolicyRef(PolicyType.CUSTOM, policy), new Attachments.Holder.OfUser(name));
    return new Caller(
        house.ram.find(made.key().id().value()).orElseThrow().principal(),
        House.SOURCE,
        true,
        "request-" + names);
  }

  private static <Q extends Record, A extends Record> Optional<KmsException> call(
      Caller caller, Operation<Q, A> operation, Q request) {
    Throwable thrown = catchThrowable(() -> house.pipeline.call(caller, operation, request));
    if (thrown != null) {
      assertThat(thrown).isInstanceOf(KmsException.class);
    }
    return Optional.ofNullable((KmsException) thrown);
  }

  private static Optional<KmsException> encrypt(Caller caller, Key with, String app) {
    try (SecretBytes text = House.secret("text")) {
      return call(
          caller,
          Encrypt.OPERATION,
          new Encrypt.Request(with.id().value(), text, Optional.of(Map.of("app", app))));
    }
  }

  @Test
  void whatIsAllowedIsDoneAndAllElseIsRefusedWithAReason() {
    Caller caller = user(allow("\"kms:Encrypt\"", arn("key/" + key.id()), ""));
    assertThat(encrypt(caller, key, "a")).isEmpty();
    KmsException refusal = encrypt(caller, other, "a").orElseThrow();
    assertThat(refusal.code()).isEqualTo(ErrorCode.NO_PERMISSION);
    Principal.User user = (Principal.User) caller.principal();
    AccessDeniedDetail expected =
        new AccessDeniedDetail(
            "kms:Encrypt",
            House.ACCOUNT.arn("key/" + other.id()),
            "SubUser",
            House.ACCOUNT.id(),
            user.id().value(),
            "ImplicitDeny",
            "AccountLevelIdentityBasedPolicy");
    assertThat(refusal.detail()).contains(expected);
    assertThat(house.denials.find(caller.requestId()).orElseThrow().detail()).isEqualTo(expected);
    assertThat(house.audit.last().event().principal()).startsWith("user/" + user.user() + "/LTAI");
    assertThat(call(caller, GetUser.OPERATION, new GetUser.Request("nobody")).orElseThrow().code())
        .isEqualTo(ErrorCode.RAM_NO_PERMISSION);
  }

  @Test
  void containersHaveTheirOwnNameAndWhoAndWhereAreFree() {
    Caller ofKeys = user(allow("\"kms:*\"", arn("key/*"), ""));
    ListKeys.Request request =
        new ListKeys.Request(Optional.empty(), Optional.empty(), Optional.empty());
    assertThat(call(ofKeys, ListKeys.OPERATION, request)).isPresent();
    Caller ofContainer = user(allow("\"kms:ListKeys\"", arn("key"), ""));
    assertThat(call(ofContainer, ListKeys.OPERATION, request)).isEmpty();
    assertThat(call(ofKeys, DescribeRegions.OPERATION, new DescribeRegions.Request())).isEmpty();
  }

  @Test
  void anAliasIsGivenByThoseWhoMayOnAliasAndKey() {
    AliasName alias = new AliasName("alias/mine");
    CreateAlias.Request request = new CreateAlias.Request(key.id().value(), alias);
    for (String resources : new String[] {arn("key/" + key.id()), arn("alias/mine")}) {
      Caller caller = user(allow("\"kms:CreateAlias\"", resources, ""));
      assertThat(call(caller, CreateAlias.OPERATION, request).orElseThrow().code())
          .isEqualTo(ErrorCode.NO_PERMISSION);
    }
    Caller both =
        user(
            allow(
                "\"kms:CreateAlias\"",
                "[" + arn("key/" + key.id()) + "," + arn("alias/mine") + "]",
                ""));
    assertThat(call(both, CreateAlias.OPERATION, request)).isEmpty();
  }

  @Test
  void conditionsSeeTheCall() {
    Caller caller =
        user(
            allow(
                "\"kms:*\"",
                "\"*\"",
                ",\"Condition\":{\"IpAddress\":{\"acs:SourceIp\":\"10.0.0.0/8\"},"
                    + "\"Bool\":{\"acs:SecureTransport\":\"true\",\"acs:MFAPresent\":\"false\"},"
                    + "\"DateLessThan\":{\"acs:CurrentTime\":\"2027-01-01T00:00:00Z\"},"
                    + "\"StringEquals\":{\"kms:EncryptionContext:app\":\"billing\","
                    + "\"kms:EncryptionAlgorithm\":\"SYMMETRIC_DEFAULT\"}}"));
    assertThat(encrypt(caller, key, "billing")).isEmpty();
    assertThat(encrypt(caller, key, "other")).isPresent();
    InetAddress elsewhere = InetAddress.ofLiteral("11.1.2.3");
    assertThat(encrypt(new Caller(caller.principal(), elsewhere, true, "r"), key, "billing"))
        .isPresent();
    assertThat(encrypt(new Caller(caller.principal(), House.SOURCE, false, "r"), key, "billing"))
        .isPresent();
  }

  @Test
  void aTagOfTheKeyCanDecide() {
    Caller caller =
        user(
            allow(
                "\"kms:*\"",
                "\"*\"",
                ",\"Condition\":{\"StringEquals\":{\"kms:tag/team\":\"billing\"}}"));
    Key tagged = house.create(KeySpec.ALIYUN_AES_256, KeyUsage.ENCRYPT_DECRYPT);
    assertThat(encrypt(caller, tagged, "a")).isPresent();
    house.directory.change(
        tagged.id(),
        old ->
            new Key(
                old.traits(),
                old.state(),
                old.versions(),
                old.description(),
                old.deletion(),
                old.materialExpires(),
                old.rotation(),
                old.tags().with("Tags", Map.of("team", "billing"))));
    assertThat(encrypt(caller, tagged, "a")).isEmpty();
  }

  @Test
  void aUserMakesItsOwnKeysWhereThatIsAllowedAndAttachingNeedsUserAndPolicy() {
    Caller caller =
        user(
            allow(
                "[\"ram:CreateAccessKey\",\"ram:AttachPolicyToUser\"]",
                "\"acs:ram:*:" + House.ACCOUNT.id() + ":user/*\"",
                ""));
    assertThat(
            call(caller, CreateAccessKey.OPERATION, new CreateAccessKey.Request(Optional.empty())))
        .isEmpty();
    assertThat(
            call(
                    House.root(),
                    CreateAccessKey.OPERATION,
                    new CreateAccessKey.Request(Optional.empty()))
                .orElseThrow()
                .code())
        .isEqualTo(ErrorCode.MISSING_PARAMETER);
    Principal.User user = (Principal.User) caller.principal();
    KmsException refusal =
        call(
                caller,
                AttachPolicyToUser.OPERATION,
                new AttachPolicyToUser.Request(
                    PolicyType.SYSTEM, "AdministratorAccess", user.user().value()))
            .orElseThrow();
    assertThat(refusal.code()).isEqualTo(ErrorCode.RAM_NO_PERMISSION);
    assertThat(refusal.detail().orElseThrow().resource()).endsWith(":policy/AdministratorAccess");
  }

  @Test
  void aKeyIsBornWithItsPolicyUnlessThatWouldLockItsAuthorOut() {
    Caller author = user(allow("\"kms:*\"", "\"*\"", ""));
    Caller reader = user(allow("\"kms:DescribeKey\"", "\"*\"", ""));
    long before = house.keys.count();
    String denied =
        "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Deny\",\"Principal\":{\"RAM\":[\"*\"]},"
            + "\"Action\":[\"kms:SetKeyPolicy\"],\"Resource\":[\"*\"]}]}";
    for (String wrong : new String[] {denied, "{}", "no json"}) {
      KmsException refusal = call(author, CreateKey.OPERATION, asking(wrong)).orElseThrow();
      assertThat(refusal.code()).as(wrong).isEqualTo(ErrorCode.INVALID_PARAMETER);
      assertThat(refusal.getMessage()).contains("Policy");
    }
    assertThat(house.keys.count()).isEqualTo(before);
    String readersToo =
        "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"RAM\":[\"acs:ram::"
            + House.ACCOUNT.id()
            + ":user/"
            + ((Principal.User) reader.principal()).user()
            + "\"]},\"Action\":[\"kms:Encrypt\"],\"Resource\":[\"*\"]}]}";
    String made =
        house.pipeline.call(author, CreateKey.OPERATION, asking(readersToo)).keyMetadata().keyId();
    Key born = house.keys.find(new KeyId(made)).orElseThrow();
    assertThat(encrypt(reader, born, "a")).isEmpty();
    assertThat(encrypt(reader, key, "a")).isPresent();
    assertThat(house.ram.keyPolicies().document(born.id())).isEqualTo(readersToo);
  }

  private static CreateKey.Request asking(String policy) {
    return new CreateKey.Request(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(policy),
        Optional.empty());
  }
}
